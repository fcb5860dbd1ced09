"""What is published of an association of companies."""

from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact


class AssociationFounded(DelegationsFact):
    """An association is known here; its id is derived from its name, as that of a company is."""

    type: Literal["delegations.AssociationFounded"] = "delegations.AssociationFounded"
    association: str
    name: str
    country: str


class AssociationMemberAdmitted(DelegationsFact):
    type: Literal["delegations.AssociationMemberAdmitted"] = "delegations.AssociationMemberAdmitted"
    association: str
    company: str


class AssociationMemberLeft(DelegationsFact):
    type: Literal["delegations.AssociationMemberLeft"] = "delegations.AssociationMemberLeft"
    association: str
    company: str


class AssociationStaffAppointed(DelegationsFact):
    """The person acts for the association in this role, in place of any other."""

    type: Literal["delegations.AssociationStaffAppointed"] = "delegations.AssociationStaffAppointed"
    association: str
    person: str
    role: str


class AssociationStaffDismissed(DelegationsFact):
    type: Literal["delegations.AssociationStaffDismissed"] = "delegations.AssociationStaffDismissed"
    association: str
    person: str


AssociationEvent = (
    AssociationFounded
    | AssociationMemberAdmitted
    | AssociationMemberLeft
    | AssociationStaffAppointed
    | AssociationStaffDismissed
)
