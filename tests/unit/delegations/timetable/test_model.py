"""What makes a day a problem at all, and what counts as a break."""

from typing import Any

import pytest

from services.delegations.timetable.model import Day, InvalidDay, Meeting, Participant, count_breaks
from tests.unit.delegations.timetable.days import day

AB = Meeting("m", ("a", "b"))


@pytest.mark.parametrize(
    ("slots", "breaks"),
    [([], 0), ([4], 0), ([1, 2, 3], 0), ([3, 1], 1), ([0, 3, 4], 1), ([0, 9], 1), ([0, 2, 5], 2), ([5, 0, 2, 6], 2)],
)
def test_a_break_is_a_run_of_idle_slots_between_two_meetings_however_long(slots: list[int], breaks: int) -> None:
    assert count_breaks(slots) == breaks


@pytest.mark.parametrize(
    ("meetings", "absent", "says"),
    [
        ([AB, AB], {}, "meeting m occurs twice"),
        ([Meeting("m", ("a", "a"))], {}, "meeting m is of a with itself"),
        ([AB], {"a": {3}}, "absences of a"),
        ([AB], {"a": {-1}}, "absences of a"),
        ([Meeting("m", ("a", "b"), fixed=3)], {}, "slots of meeting m"),
        ([Meeting("m", ("a", "b"), allowed=frozenset({0, 3}))], {}, "slots of meeting m"),
        ([Meeting("m", ("a", "b"), forbidden=frozenset({3}))], {}, "slots of meeting m"),
    ],
)
def test_a_day_that_contradicts_itself_is_refused(
    meetings: list[Meeting], absent: dict[str, set[int]], says: str
) -> None:
    with pytest.raises(InvalidDay, match=says):
        day(*meetings, slots=3, absent=absent)


def test_a_day_knows_its_participants_and_meetings() -> None:
    with pytest.raises(InvalidDay, match="meeting m names unknown participants: b"):
        Day(slots=1, tables=1, participants=(Participant("a"),), meetings=(AB,))
    with pytest.raises(InvalidDay, match="unknown meetings: n"):
        day(AB, slots=3, precedences=(("m", "n"),))
    with pytest.raises(InvalidDay, match="participant a occurs twice"):
        Day(slots=1, tables=1, participants=(Participant("a"), Participant("a")), meetings=())


def test_nothing_on_a_day_is_negative() -> None:
    with pytest.raises(InvalidDay, match="cannot be negative"):
        day(slots=-1)


@pytest.mark.parametrize(
    ("meetings", "rest", "says"),
    [
        ([Meeting("m", ("a", "b"), weight=-1)], {}, "the weight of meeting m cannot be negative"),
        ([AB], {"caps": {"a": -1}}, "the most meetings of a cannot be negative"),
        ([AB], {"closed": ((3, 0),)}, "closed tables: slots"),
        ([AB], {"closed": ((0, 9),)}, "closed tables .9. are not among the 9"),
        ([AB], {"share": 101}, "a share of 101 per cent"),
    ],
)
def test_requests_caps_and_closed_tables_are_checked(meetings: list[Meeting], rest: dict[str, Any], says: str) -> None:
    with pytest.raises(InvalidDay, match=says):
        day(*meetings, slots=3, **rest)


def test_a_closed_place_is_a_table_less_in_its_slot() -> None:
    assert day(AB, slots=3, tables=2, closed=((1, 0), (1, 1), (2, 1))).open_tables == (2, 0, 1)


def test_session_fixed_and_forbidden_slot_and_absences_close_slots() -> None:
    meeting = Meeting("m", ("a", "b"), allowed=frozenset({0, 1, 2, 3}), forbidden=frozenset({0}))
    assert day(meeting, slots=9, absent={"a": {1}, "b": {2}}).open_slots(meeting) == {3}
    fixed = Meeting("m", ("a", "b"), fixed=5, allowed=frozenset({0, 1}))
    assert day(fixed, slots=9).open_slots(fixed) == set()
