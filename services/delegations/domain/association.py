"""An association: its member companies, and who acts for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from services.delegations.domain.company_staff import manager_remains
from shared.contracts.delegations.association import (
    AssociationEvent,
    AssociationFounded,
    AssociationMemberAdmitted,
    AssociationMemberLeft,
    AssociationStaffAppointed,
    AssociationStaffDismissed,
)
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True)
class Association:
    founded: AssociationFounded | None = None
    members: frozenset[str] = frozenset()
    staff: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    association: str
    name: str
    country: str


@dataclass(frozen=True)
class Admit:
    """A company becomes a member; whether it exists is the caller's to know."""

    association: str
    company: str


@dataclass(frozen=True)
class Leave:
    association: str
    company: str


@dataclass(frozen=True)
class AppointStaff:
    association: str
    person: str
    role: str


@dataclass(frozen=True)
class DismissStaff:
    association: str
    person: str


@dataclass(frozen=True)
class Replace:
    """The member `company` was a duplicate of `into`, which is the member from now on."""

    association: str
    company: str
    into: str


Command = Found | Admit | Leave | AppointStaff | DismissStaff | Replace


def decide(association: Association, command: Command) -> list[AssociationEvent]:
    """Saying the same again changes nothing. Slugs: `association-unknown`, `association-already-founded`,
    `member-unknown`, `staff-unknown`, `last-manager`.
    """
    id = command.association
    if isinstance(command, Found):
        return _found(association, AssociationFounded(**vars(command)))
    if association.founded is None:
        raise Refused("association-unknown", f"there is no association {id}")
    match command:
        case Admit(company=company):
            return (
                [] if company in association.members else [AssociationMemberAdmitted(association=id, company=company)]
            )
        case Leave(company=company):
            if company not in association.members:
                raise Refused("member-unknown", f"{company} is no member of association {id}")
            return [AssociationMemberLeft(association=id, company=company)]
        case Replace(company=company, into=into) if company in association.members:
            joined = [] if into in association.members else [AssociationMemberAdmitted(association=id, company=into)]
            return [*joined, AssociationMemberLeft(association=id, company=company)]
        case Replace():
            return []
        case AppointStaff(person=person, role=role):
            if association.staff.get(person) == role:
                return []
            manager_remains(association.staff, person)
            return [AssociationStaffAppointed(association=id, person=person, role=role)]
        case DismissStaff(person=person):
            if person not in association.staff:
                raise Refused("staff-unknown", f"{person} does not act for association {id}")
            manager_remains(association.staff, person)
            return [AssociationStaffDismissed(association=id, person=person)]


def _found(association: Association, founded: AssociationFounded) -> list[AssociationEvent]:
    if association.founded is None:
        return [founded]
    if association.founded != founded:
        raise Refused("association-already-founded", f"{founded.association} is founded with other particulars")
    return []


def evolve(association: Association, event: AssociationEvent) -> Association:
    match event:
        case AssociationFounded():
            return replace(association, founded=event)
        case AssociationMemberAdmitted(company=company):
            return replace(association, members=association.members | {company})
        case AssociationMemberLeft(company=company):
            return replace(association, members=association.members - {company})
        case AssociationStaffAppointed(person=person, role=role):
            return replace(association, staff={**association.staff, person: role})
        case AssociationStaffDismissed(person=person):
            return replace(association, staff={one: role for one, role in association.staff.items() if one != person})


ASSOCIATION: Decider[Association, Command, AssociationEvent] = Decider(
    "association", Association(), decide, evolve, AssociationEvent
)
