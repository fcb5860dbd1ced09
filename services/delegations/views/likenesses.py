"""Companies whose names are alike or whose SIREN is the same: what the organiser may want to merge."""

from collections.abc import Iterable

from services.delegations.domain.likeness import likeness
from shared.contracts.delegations.company import CompanyChanged, CompanyMerged, CompanyProfiled, CompanyRegistered
from shared.eventing.view import Document, View

Known = CompanyRegistered | CompanyChanged | CompanyProfiled | CompanyMerged


def siren_key(siren: str) -> str:
    """The id of the group of those who have this SIREN; the likeness of a name has no colon."""
    return f"siren:{siren}"


def keys(event: Known) -> Iterable[str]:
    match event:
        case CompanyProfiled():
            return {siren_key(one) for one in (event.siren, event.former_siren) if one}
        case CompanyMerged(names=names, siren=siren):
            return {likeness(name) for name in names} | ({siren_key(siren)} if siren else set())
        case CompanyRegistered() | CompanyChanged():
            return {likeness(event.name)}


def evolve(document: Document | None, event: Known) -> Document:
    """A company stays under each name that it ever had and under its latest SIREN, until it is merged."""
    group = document or {"companies": []}
    match event:
        case CompanyProfiled(company=company, siren=siren, former_siren=former):
            group = {"siren": siren or former, **group}
            return _with(group, company, [{"id": company}] if siren and group["siren"] == siren else [])
        case CompanyMerged(company=company):
            return _with(group, company, [])
        case CompanyRegistered(company=company, name=name) | CompanyChanged(company=company, name=name):
            return _with(group, company, [{"id": company, "name": name}])


def _with(group: Document, company: str, own: list[Document]) -> Document:
    others = [one for one in group["companies"] if one["id"] != company]
    companies = sorted([*others, *own], key=lambda one: str(one["id"]))
    return {**group, "companies": companies, "several": len(companies) > 1}


LIKENESSES = View(
    "likenesses",
    (CompanyRegistered, CompanyChanged, CompanyProfiled, CompanyMerged),
    keys,
    evolve,
    indexes=(("several", "_id"),),
)
