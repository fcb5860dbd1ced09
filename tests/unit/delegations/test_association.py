"""The rules of an association."""

from services.delegations.domain.association import ASSOCIATION, Admit, AppointStaff, DismissStaff, Found, Leave
from shared.contracts.delegations.association import (
    AssociationFounded,
    AssociationMemberAdmitted,
    AssociationMemberLeft,
    AssociationStaffAppointed,
    AssociationStaffDismissed,
)
from tests.scenario import Scenario

FOUNDED = AssociationFounded(association="gicat", name="GICAT", country="FR")
ADMITTED = AssociationMemberAdmitted(association="gicat", company="acme")
MANAGER = AssociationStaffAppointed(association="gicat", person="gicat-a", role="manager")

nothing = Scenario(ASSOCIATION)
founded = nothing.given(FOUNDED)


def test_it_is_founded_once() -> None:
    nothing.when(Found("gicat", "GICAT", "FR")).then(FOUNDED)
    founded.when(Found("gicat", "GICAT", "FR")).nothing_happens()
    founded.when(Found("gicat", "GICAT", "BE")).refused("association-already-founded")


def test_companies_come_and_go() -> None:
    founded.when(Admit("gicat", "acme")).then(ADMITTED)
    founded.given(ADMITTED).when(Admit("gicat", "acme")).nothing_happens()
    founded.given(ADMITTED).when(Leave("gicat", "acme")).then(
        AssociationMemberLeft(association="gicat", company="acme")
    )
    founded.when(Leave("gicat", "acme")).refused("member-unknown")
    nothing.when(Admit("gicat", "acme")).refused("association-unknown")


def test_staff_have_one_role_each_and_a_manager_remains() -> None:
    founded.when(AppointStaff("gicat", "gicat-a", "manager")).then(MANAGER)
    managed = founded.given(MANAGER)
    managed.when(AppointStaff("gicat", "gicat-a", "manager")).nothing_happens()
    managed.when(AppointStaff("gicat", "gicat-a", "legal")).refused("last-manager")
    managed.when(DismissStaff("gicat", "gicat-a")).refused("last-manager")
    managed.when(DismissStaff("gicat", "gicat-b")).refused("staff-unknown")
    legal = AssociationStaffAppointed(association="gicat", person="gicat-b", role="legal")
    managed.when(AppointStaff("gicat", "gicat-b", "legal")).then(legal)
    dismissed = AssociationStaffDismissed(association="gicat", person="gicat-b")
    managed.given(legal).when(DismissStaff("gicat", "gicat-b")).then(dismissed)
