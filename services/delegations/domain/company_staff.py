"""Who acts for a company, each person in one role; a company that has a manager keeps one."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.delegations.domain.registered_company import Company
from shared.contracts.delegations.company import CompanyEvent, StaffAppointed, StaffDismissed
from shared.eventing.decider import Refused

MANAGER = "manager"


@dataclass(frozen=True)
class Appoint:
    """The person, whose record has name and mail, acts for the company in this role, in place of any other."""

    company: str
    person: str
    role: str


@dataclass(frozen=True)
class Dismiss:
    company: str
    person: str


def decide(company: Company, command: Appoint | Dismiss) -> list[CompanyEvent]:
    """Slugs: `staff-unknown`, `last-manager`."""
    match command:
        case Appoint(person=person, role=role):
            if company.staff.get(person) == role:
                return []
            if person in company.staff:
                manager_remains(company.staff, person)
            return [StaffAppointed(company=company.id, person=person, role=role)]
        case Dismiss(person=person):
            if person not in company.staff:
                raise Refused("staff-unknown", f"{person} does not act for company {company.id}")
            manager_remains(company.staff, person)
            return [StaffDismissed(company=company.id, person=person)]


def manager_remains(staff: Mapping[str, str], person: str) -> None:
    """Raises Refused `last-manager` where this person alone is manager."""
    if [one for one, role in staff.items() if role == MANAGER] == [person]:
        raise Refused("last-manager", f"{person} is the only manager; appoint another one first")
