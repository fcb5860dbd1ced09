"""The companies: particulars, standing, profile, staff, fairs, and the categories and words that they are found by."""

from collections.abc import Iterable

from services.delegations.domain.labels import distinct
from services.delegations.domain.likeness import tokens
from shared.contracts.delegations.company import (
    CompanyAbsorbed,
    CompanyApplied,
    CompanyApproved,
    CompanyChanged,
    CompanyEvent,
    CompanyExhibited,
    CompanyMerged,
    CompanyProfiled,
    CompanyRefused,
    CompanyRegistered,
    CompanyReinstated,
    CompanySuspended,
    StaffAppointed,
    StaffDismissed,
)
from shared.eventing.view import Document, View

NEW: Document = {
    "lists": {},
    "declared": [],
    "standing": "approved",
    "reason": None,
    "profile": {"siren": None, "size": None, "languages": [], "markets": [], "capabilities": []},
    "staff": {},
    "merged_into": None,
    "absorbed": [],
}


def keys(event: CompanyEvent) -> Iterable[str]:
    return (event.company,)


def evolve(document: Document | None, event: CompanyEvent) -> Document:
    company = NEW | (document or {})
    company = {**company, **_changes(company, event)}
    listed = (label for categories in company["lists"].values() for label in categories)
    categories_of_all = distinct((*company["declared"], *listed))
    merged = company["merged_into"] is not None  # the company that goes on is found in its place
    return {
        **company,
        "fairs": [] if merged else sorted(company["lists"]),
        "categories": [] if merged else list(categories_of_all),
        "words": [] if merged else tokens(_texts(company, categories_of_all)),
    }


def _changes(company: Document, event: CompanyEvent) -> Document:
    match event:
        case CompanyRegistered() | CompanyChanged():
            particulars = event.model_dump(include={"name", "country", "website", "contact"})
            return {**particulars, "declared": list(event.categories)}
        case CompanyExhibited(fair=fair, categories=categories):
            return {"lists": {**company["lists"], fair: list(categories)}}
        case CompanyProfiled():
            return {"profile": event.model_dump(mode="json", exclude={"type", "company", "former_siren"})}
        case StaffAppointed(person=person, role=role):
            return {"staff": {**company["staff"], person: role}}
        case StaffDismissed(person=person):
            return {"staff": {one: role for one, role in company["staff"].items() if one != person}}
        case CompanyMerged(into=survivor):
            return {"merged_into": survivor}
        case CompanyAbsorbed(duplicate=duplicate):
            return {"absorbed": [*company["absorbed"], duplicate]}
        case CompanyApplied():
            return {"standing": "pending", "reason": None}
        case CompanyApproved() | CompanyReinstated():
            return {"standing": "approved", "reason": None}
        case CompanyRefused(reason=reason):
            return {"standing": "refused", "reason": reason}
        case CompanySuspended(reason=reason):
            return {"standing": "suspended", "reason": reason}
    return {}


def _texts(company: Document, categories: Iterable[str]) -> Iterable[str]:
    """What the company is called, and what it says that it does."""
    said = company["profile"]["capabilities"]
    return (company.get("name", ""), *categories, *(text for one in said for text in (one["category"], one["what"])))


COMPANIES = View(
    "companies",
    (
        CompanyRegistered,
        CompanyChanged,
        CompanyExhibited,
        CompanyApplied,
        CompanyApproved,
        CompanyRefused,
        CompanySuspended,
        CompanyReinstated,
        CompanyProfiled,
        StaffAppointed,
        StaffDismissed,
        CompanyMerged,
        CompanyAbsorbed,
    ),
    keys,
    evolve,
    indexes=(("fairs", "_id"), ("country", "_id"), ("categories", "_id"), ("standing", "_id"), ("words", "_id")),
)
