"""Companies whose names are alike: what the organiser may want to merge."""

from collections.abc import Iterable

from services.delegations.domain.likeness import likeness
from shared.contracts.delegations.company import CompanyChanged, CompanyMerged, CompanyRegistered
from shared.eventing.view import Document, View

Named = CompanyRegistered | CompanyChanged | CompanyMerged


def keys(event: Named) -> Iterable[str]:
    names = event.names if isinstance(event, CompanyMerged) else (event.name,)
    return {likeness(name) for name in names}


def evolve(document: Document | None, event: Named) -> Document:
    """A company stays under each name that it ever had, until it is merged."""
    others = [one for one in (document or {"companies": []})["companies"] if one["id"] != event.company]
    own = [] if isinstance(event, CompanyMerged) else [{"id": event.company, "name": event.name}]
    companies = sorted([*others, *own], key=lambda one: str(one["id"]))
    return {"companies": companies, "several": len(companies) > 1}


LIKENESSES = View(
    "likenesses", (CompanyRegistered, CompanyChanged, CompanyMerged), keys, evolve, indexes=(("several", "_id"),)
)
