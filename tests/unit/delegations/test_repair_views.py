"""What the views show of a repaired timetable."""

from typing import Any

from services.delegations.views.agendas import AGENDAS
from services.delegations.views.days import DAYS
from services.delegations.views.repairs import REPAIRS
from shared.contracts.delegations.day import MeetingAnswered, MeetingCancelled
from shared.contracts.delegations.day_repair import (
    AppointmentAdded,
    AppointmentMoved,
    RepairLostTable,
    TimetableRepairAccepted,
    TimetableRepairDiscarded,
)
from shared.eventing.event import Event
from tests.unit.delegations.one_day import ASKED, BEFORE, DRAFTED, M1, M2, PUBLISHED, REVIEWED, appointment, at
from tests.unit.delegations.test_day_repair import OF, accepted, moved, proposed
from tests.unit.delegations.test_views import shown

ANSWERED = MeetingAnswered(
    day="lima", post="lima", appointment=M2, participant="c1", counterpart="b2", answer="accepted", answered_at=at(8)
)
BEGUN = [*ASKED, DRAFTED, REVIEWED, PUBLISHED, ANSWERED]


def after(view: Any, *events: Event) -> Any:
    return shown(view, [*BEGUN, *events])


def test_a_moved_meeting_stands_at_its_new_time_and_waits_for_new_answers() -> None:
    agenda = after(AGENDAS, moved())["lima/c1"]["appointments"]
    assert [(one["meeting"], one["starts_at"], one["sequence"], one["answer"]) for one in agenda] == [
        ("m1", at(14, 30), 0, None),
        ("m2", at(15), 1, None),
    ]
    meeting = after(DAYS, moved())["lima"]["meetings"]["m2"]
    assert (meeting["slot"], meeting["starts_at"], meeting["answers"]) == (2, at(15), {})


def test_another_table_changes_nothing_else() -> None:
    elsewhere = AppointmentMoved(
        **OF, before=M2, appointment=M2.model_copy(update={"table": 2, "sequence": 1}), moved_at=BEFORE
    )
    agenda = after(AGENDAS, elsewhere)["lima/b2"]["appointments"]
    assert [(one["table"], one["sequence"], one["counterpart_answer"]) for one in agenda] == [(2, 1, "accepted")]
    meeting = after(DAYS, elsewhere)["lima"]["meetings"]["m2"]
    assert (meeting["slot"], meeting["table"], meeting["answers"]) == (0, 2, {"c1": "accepted"})


def test_a_meeting_that_is_held_again_is_no_longer_cancelled() -> None:
    lost = MeetingCancelled(day="lima", post="lima", appointment=appointment("m2", "c1", "b2", 0, 1), reason="late")
    again = AppointmentAdded(**OF, appointment=appointment("m2", "c1", "b2", 2, 2), added_at=BEFORE)
    assert [one["status"] for one in after(AGENDAS, lost)["lima/b2"]["appointments"]] == ["cancelled"]
    [one] = after(AGENDAS, lost, again)["lima/b2"]["appointments"]
    assert (one["status"], one["starts_at"], one["sequence"]) == ("published", at(15), 2)
    meeting = after(DAYS, lost, again)["lima"]["meetings"]["m2"]
    assert (meeting["status"], meeting["slot"]) == ("published", 2)


def test_a_day_shows_who_is_away_and_which_tables_are_lost() -> None:
    lost = (RepairLostTable(table=1, slots=(0, 1)),)
    seen = after(DAYS, proposed(), accepted().model_copy(update={"lost_tables": lost}))["lima"]
    assert seen["participants"]["b2"]["absent"] == [0]
    assert seen["lost_tables"] == {"1": [0, 1]}


def test_a_repair_shows_old_and_new_and_who_must_be_told() -> None:
    shown = after(REPAIRS, proposed())["lima/r1"]
    assert shown["status"] == "proposed"
    assert [(one["before"], one["after"]) for one in shown["changes"]] == [
        ({"slot": 0, "table": 1}, {"slot": 2, "table": 1})
    ]
    assert shown["told"] == [{"participant": "b2", "meetings": ["m2"]}, {"participant": "c1", "meetings": ["m2"]}]
    assert M1.meeting not in {one["meeting"] for one in shown["changes"]}


def test_a_repair_shows_what_became_of_it() -> None:
    done: TimetableRepairAccepted = accepted(at(9))
    shown = after(REPAIRS, proposed(), done)["lima/r1"]
    assert (shown["status"], shown["accepted_at"]) == ("accepted", at(9))
    assert after(REPAIRS, proposed(), TimetableRepairDiscarded(**OF))["lima/r1"]["status"] == "discarded"
