"""Why a day cannot be held, in words that name who and what."""

from dataclasses import replace

import pytest

from services.delegations.timetable.explain import conflicts
from services.delegations.timetable.model import Day, Meeting
from tests.unit.delegations.timetable.days import day, solved

AB, AC, CD = (Meeting(f"{x}{y}", (x, y)) for x, y in ("ab", "ac", "cd"))
MORNING = frozenset({0})


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (day(AB, CD, slots=1, tables=1), "2 meetings for 1 places (1 tables, 1 slots)"),
        (day(AB, slots=2, tables=0), "1 meetings for 0 places (0 tables, 2 slots)"),
        (
            day(AB, slots=2, absent={"a": {0}, "b": {1}}),
            "meeting ab: a and b share no free slot in which it is allowed",
        ),
        (
            day(replace(AB, fixed=1), slots=2, absent={"a": {1}}),
            "meeting ab: its fixed slot is closed to it, or a or b is absent then",
        ),
        (day(AB, AC, slots=2, absent={"a": {0}}), "a has 2 meetings but is there in 1 slots only"),
        (
            day(replace(AB, allowed=MORNING), replace(AC, allowed=MORNING), slots=2),
            "a has 2 meetings that together fit into 1 slots only",
        ),
        (
            day(AB, CD, slots=2, precedences=(("ab", "cd"), ("cd", "ab"))),
            "each of these meetings must come before the next: cd, ab, cd",
        ),
    ],
)
def test_a_provable_cause_is_named(problem: Day, reason: str) -> None:
    answer = solved(problem)
    assert answer.status == "infeasible"
    assert reason in answer.reasons


def test_every_cause_is_named_at_once() -> None:
    assert len(conflicts(day(AB, AC, CD, slots=1, tables=1, absent={"b": {0}}))) == 5


def test_a_possible_day_has_no_conflicts() -> None:
    assert conflicts(day(AB, AC, CD, slots=2, tables=2, precedences=(("ac", "ab"),))) == ()
