"""What this service remembers of the others' events."""

from services.notifications.views.applicants import APPLICANTS
from services.notifications.views.cancellations import CANCELLATIONS
from services.notifications.views.companies import COMPANIES
from services.notifications.views.moves import MOVES
from services.notifications.views.participants import PARTICIPANTS
from services.notifications.views.staff import STAFF
from shared.contracts.delegations.company import CompanyChanged
from tests.unit.notifications import visitors, world


def test_a_changed_company_is_written_to_at_its_new_contact() -> None:
    changed = CompanyChanged(company="acme", name="Acme SA", contact="p-bolt")
    assert list(COMPANIES.keys(changed)) == ["acme"]
    document = COMPANIES.evolve(COMPANIES.evolve(None, world.ACME), changed)
    assert document is not None
    assert (document["name"], document["contact"]) == ("Acme SA", "p-bolt")


def test_a_participant_is_remembered_within_its_day() -> None:
    assert list(PARTICIPANTS.keys(world.JOINED[0])) == ["lima-2097/acme"]


def test_an_applicant_is_remembered_within_its_day() -> None:
    assert list(APPLICANTS.keys(visitors.APPLIED)) == ["lima-2097/acme"]
    assert (APPLICANTS.evolve(None, visitors.APPLIED) or {})["contact"] == "p-acme"


def test_a_cancelled_meeting_is_remembered_within_its_day() -> None:
    assert list(CANCELLATIONS.keys(world.CANCELLED)) == ["lima-2097/m1"]
    assert CANCELLATIONS.evolve(None, world.CANCELLED) == {"day": "lima-2097", "meeting": "m1"}


def test_a_meeting_that_is_held_again_is_not_remembered_as_cancelled() -> None:
    assert list(CANCELLATIONS.keys(world.ADDED)) == ["lima-2097/m2"]
    assert CANCELLATIONS.evolve({"day": "lima-2097", "meeting": "m2"}, world.ADDED) is None


def test_the_last_time_of_a_moved_meeting_is_remembered() -> None:
    assert list(MOVES.keys(world.MOVED)) == ["lima-2097/m1"]
    for event in (world.MOVED, world.ADDED):
        document = MOVES.evolve(None, event)
        assert document is not None
        assert document["starts_at"] == event.appointment.starts_at


def test_who_acts_for_a_company_is_remembered_in_the_last_role_and_forgotten_when_that_is_over() -> None:
    manager, *_, technical, _, gone = world.STAFF
    assert list(STAFF.keys(manager)) == ["acme"]
    document = STAFF.evolve(STAFF.evolve(None, manager), technical)
    assert document == {"company": "acme", "staff": {"p-bolt": "technical"}}
    assert STAFF.evolve(document, gone) == {"company": "acme", "staff": {}}
