"""What this service remembers of the others' events."""

from services.notifications.views.applicants import APPLICANTS
from services.notifications.views.cancellations import CANCELLATIONS
from services.notifications.views.companies import COMPANIES, spokesman
from services.notifications.views.moves import MOVES
from services.notifications.views.participants import PARTICIPANTS
from shared.contracts.delegations.company import CompanyChanged, StaffAppointed, StaffDismissed
from tests.unit.notifications import visitors, world


def test_a_changed_company_is_written_to_at_its_new_contact() -> None:
    changed = CompanyChanged(company="acme", name="Acme SA", contact="p-bolt")
    assert list(COMPANIES.keys(changed)) == ["acme"]
    document = COMPANIES.evolve(COMPANIES.evolve(None, world.ACME), changed)
    assert document is not None
    assert (document["name"], document["contact"]) == ("Acme SA", "p-bolt")


def test_a_company_without_a_contact_is_written_to_through_a_manager() -> None:
    staff = [("p-legal", "legal"), ("p-boss", "manager"), ("p-chief", "manager")]
    appointed = [StaffAppointed(company="orphan", person=person, role=role) for person, role in staff]
    document = COMPANIES.evolve(None, world.ORPHAN)
    assert document is not None
    assert spokesman(document) is None
    for event in appointed:
        document = COMPANIES.evolve(document, event)
    assert document is not None
    assert spokesman(document) == "p-boss"
    for change in (StaffDismissed(company="orphan", person="p-boss"), CompanyChanged(company="orphan", name="Orphan")):
        document = COMPANIES.evolve(document, change)
    assert document is not None
    assert spokesman(document) == "p-chief"
    named = COMPANIES.evolve(document, CompanyChanged(company="orphan", name="Orphan", contact="p-acme"))
    assert named is not None
    assert spokesman(named) == "p-acme"


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
