"""The associations, with their member companies and the people who act for them."""

from collections.abc import Iterable

from shared.contracts.delegations.association import (
    AssociationEvent,
    AssociationFounded,
    AssociationMemberAdmitted,
    AssociationMemberLeft,
    AssociationStaffAppointed,
    AssociationStaffDismissed,
)
from shared.eventing.view import Document, View


def keys(event: AssociationEvent) -> Iterable[str]:
    return (event.association,)


def evolve(document: Document | None, event: AssociationEvent) -> Document:
    association = document or {"members": [], "staff": {}}
    members, staff = association["members"], association["staff"]
    match event:
        case AssociationFounded():
            return {**association, "name": event.name, "country": event.country}
        case AssociationMemberAdmitted(company=company):
            return {**association, "members": sorted({*members, company})}
        case AssociationMemberLeft(company=company):
            return {**association, "members": [one for one in members if one != company]}
        case AssociationStaffAppointed(person=person, role=role):
            return {**association, "staff": {**staff, person: role}}
        case AssociationStaffDismissed(person=person):
            return {**association, "staff": {one: role for one, role in staff.items() if one != person}}


ASSOCIATIONS = View(
    "associations",
    (
        AssociationFounded,
        AssociationMemberAdmitted,
        AssociationMemberLeft,
        AssociationStaffAppointed,
        AssociationStaffDismissed,
    ),
    keys,
    evolve,
    indexes=(("members", "_id"),),
)
