"""Why a delegation should visit which exhibitor."""

from services.delegations.domain.company import Company, Particulars
from services.delegations.domain.matching import Reason, explained


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
