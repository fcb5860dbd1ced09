"""Why a delegation should visit which exhibitor."""

from services.delegations.domain.company import Company, Particulars
from services.delegations.domain.matching import Reason, explained, matches
from services.delegations.domain.registered_company import Profile
from shared.contracts.delegations.company import Capability
from shared.contracts.delegations.delegation import Match
from shared.contracts.delegations.showcase import ShowcaseItemDescribed


def company(id: str, *categories: str, country: str = "FR") -> Company:
    return Company(id, Particulars(id.title(), country), {"exposec": categories})


def test_who_meets_more_wishes_comes_first_then_who_shows_the_rarer_thing() -> None:
    exhibitors = [
        company("acme", "Drones"),
        company("beta", "Drones", "Robots"),
        company("gamma", "Boots"),
        company("delta", "Drones", country="BE"),
        company("omega", "Radios"),
    ]
    wishes = {"delegation": ("drones",), "ana": ("Robots", "Radios", "DRONES"), "ben": ()}
    found = explained("exposec", wishes, exhibitors)
    assert [one.company for one in found] == ["beta", "acme", "omega"]
    assert found[0].reasons == (Reason("Drones", ("delegation", "ana"), 2), Reason("Robots", ("ana",), 1))
    assert str(found[2].reasons[0]) == "Radios: shown by 1, wanted by ana"


def test_capabilities_and_the_showcase_count_and_are_told() -> None:
    able = Company(
        "able",
        Particulars("Able", "FR"),
        {"exposec": ()},
        profile=Profile(capabilities=(Capability(category="DRONES", what="Ten hours in the air"),)),
    )
    maker, absent = company("maker", "Boots"), Company("absent", Particulars("Absent", "FR"))
    about = {"description": "d", "used_by": ("Border police",)}
    eye = ShowcaseItemDescribed(
        item="eye", title="Eye", categories=("Optronics", "drones"), companies=("maker", "absent"), **about
    )
    wishes = {"delegation": ("Drones",)}
    found = explained("exposec", wishes, [able, maker, absent], [eye])
    assert [one.company for one in found] == ["maker", "able"]  # what the ministry uses tells more
    assert found[0].reasons == (Reason("drones", ("delegation",), 2, (), ("Eye",)),)
    assert str(found[0].reasons[0]) == "drones: shown by 2, wanted by delegation; in use at the ministry: Eye"
    assert str(found[1].reasons[0]) == "DRONES: shown by 2, wanted by delegation; it says: Ten hours in the air"
    assert matches("exposec", ["DRONES"], [able, maker, absent], [eye]) == (
        Match(company="able", because=("DRONES",)),
        Match(company="maker", because=("drones",)),
    )
