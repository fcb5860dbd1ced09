"""Repairs keep to what the timetable must be: locks, programme, caps; a frozen timetable is not repaired."""

from services.delegations.domain.day import DAY
from services.delegations.domain.day_problem import problem
from services.delegations.domain.day_repair import AcceptRepair, ProposeRepair
from services.delegations.domain.day_timetable import Draft, Publish, Review
from services.delegations.domain.disruption import Disruption, question
from services.delegations.timetable.solve import solve
from shared.contracts.delegations.day import TimetableFrozen
from shared.contracts.delegations.day_arrangement import (
    DayRoomsSet,
    MeetingLocked,
    ProgrammeItemSet,
    TimetableRulesSet,
)
from shared.contracts.delegations.day_repair import (
    AppointmentMoved,
    RepairAbsence,
    RepairLostTable,
    TimetableRepairProposed,
)
from shared.contracts.delegations.timetable_parts import TimetableRules
from tests.scenario import Scenario
from tests.unit.delegations.one_day import (
    ASKED,
    BEFORE,
    DRAFTED,
    PLANNED,
    PUBLISHED,
    REVIEWED,
    at,
    joined,
    requested,
)
from tests.unit.delegations.test_day_repair import LATE, proposing

OUT = (DRAFTED, REVIEWED, PUBLISHED)  # b2 in slot 0, b1 in slot 1
WHEN = {"starts_at": at(15), "ends_at": at(15, 30)}


def test_a_frozen_timetable_is_not_repaired() -> None:
    frozen = Scenario(DAY).given(*ASKED, *OUT, TimetableFrozen(day="lima", timetable="t1", post="lima"))
    frozen.when(ProposeRepair("lima", "r1", "", LATE, BEFORE)).refused("timetable-frozen")


def test_a_locked_meeting_is_not_moved_to_make_room() -> None:
    locked = Scenario(DAY).given(*ASKED, MeetingLocked(day="lima", meeting="m1", slot=1, table=None), *OUT)
    late = Disruption(absences=(RepairAbsence(participant="b2", slots=(0, 2)),))
    [found] = DAY.decide(DAY.fold(locked.history), proposing(locked, late))
    assert isinstance(found, TimetableRepairProposed)
    assert [(change.meeting, change.after) for change in found.changes] == [("m2", None)]


def test_who_comes_late_still_goes_to_the_programme() -> None:
    item = ProgrammeItemSet(day="lima", item="visit", title="Visit", slots=(2,), participants=("b2",), **WHEN)
    busy = Scenario(DAY).given(*ASKED, item, *OUT)
    [found] = DAY.decide(DAY.fold(busy.history), proposing(busy))
    assert isinstance(found, TimetableRepairProposed)
    assert {change.meeting: change.after.slot if change.after else None for change in found.changes} == {
        "m1": 2,
        "m2": 1,
    }


def test_a_late_arrival_takes_no_meeting_away_for_a_cap_that_became_smaller() -> None:
    rules = TimetableRulesSet(day="lima", rules=TimetableRules(white_space=1))
    capped = Scenario(DAY).given(*ASKED, rules, *OUT)
    late = Disruption(absences=(RepairAbsence(participant="c1", slots=(2,)),))
    asked = question(DAY.fold(capped.history), late, at(14))
    assert {each.id: each.cap for each in asked.day.participants}["c1"] == 2
    [found] = DAY.decide(DAY.fold(capped.history), proposing(capped, late, at(14)))
    assert isinstance(found, TimetableRepairProposed)
    assert found.changes == ()


def test_a_spare_table_takes_the_place_of_a_lost_one() -> None:
    """Three tables, of which the third is kept for the day itself, and two meetings in one slot."""
    day = Scenario(DAY).given(
        PLANNED.model_copy(update={"tables": 3}),
        DayRoomsSet(day="lima", rooms=(), spare_tables=(3,)),
        *(joined(party) for party in ("c1", "c2", "b1", "b2")),
        requested("m1", "c1", "b1"),
        requested("m2", "c2", "b2"),
        MeetingLocked(day="lima", meeting="m1", slot=0),
        MeetingLocked(day="lima", meeting="m2", slot=0),
    )
    found = solve(problem(DAY.fold(day.history)), seconds=60, workers=1, seed=1)
    assert {place.table for place in found.places.values()} == {0, 1}
    out = Scenario(DAY).given(*day.after(Draft("lima", "t1", found), Review("lima", "t1"), Publish("lima", "t1")))
    broken = Disruption(lost_tables=(RepairLostTable(table=1, slots=(0, 1, 2)),))
    history = out.after(proposing(out, broken), AcceptRepair("lima", "r1", BEFORE))
    [moved] = [event for event in history if isinstance(event, AppointmentMoved)]
    assert (moved.before.table, moved.appointment.table) == (1, 3)
    assert moved.before.starts_at == moved.appointment.starts_at
    both = Disruption(lost_tables=(RepairLostTable(table=2, slots=(0, 1, 2)),))
    after = Scenario(DAY).given(*history)
    [proposed] = DAY.decide(DAY.fold(history), proposing(after, both, id="r2"))
    assert isinstance(proposed, TimetableRepairProposed)
    assert [change.after for change in proposed.changes].count(None) == 1  # no other is spare, and both are locked
