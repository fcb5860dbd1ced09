"""The companies as last registered or changed: name, whom to write to, and managers, for want of such a person."""

from collections.abc import Iterable

from shared.contracts.delegations.company import CompanyChanged, CompanyRegistered, StaffAppointed, StaffDismissed
from shared.eventing.view import Document, View

Handled = CompanyRegistered | CompanyChanged | StaffAppointed | StaffDismissed


def keys(event: Handled) -> Iterable[str]:
    return (event.company,)


def evolve(document: Document | None, event: Handled) -> Document:
    company = {"managers": [], **(document or {})}
    if isinstance(event, CompanyRegistered | CompanyChanged):
        return {**company, **event.model_dump(mode="json", exclude={"type"})}
    others = [one for one in company["managers"] if one != event.person]
    is_manager = isinstance(event, StaffAppointed) and event.role == "manager"
    return {**company, "managers": sorted([*others, event.person]) if is_manager else others}


def spokesman(company: Document) -> str | None:
    """Whom to write to: the contact, else the first manager; None where there is neither."""
    managers = company.get("managers", ())
    contact: str | None = company["contact"] or next(iter(managers), None)
    return contact


COMPANIES = View("companies", (CompanyRegistered, CompanyChanged, StaffAppointed, StaffDismissed), keys, evolve)
