"""The question who alone is interrupted: it finds a plan, or proves that one break is not enough."""

from time import perf_counter

import pytest

from services.delegations.timetable.model import Day, Meeting
from services.delegations.timetable.program import program
from services.delegations.timetable.search import Found, Search
from tests.unit.delegations.timetable.days import day

EFFORT = 2.0
AB, AC, AD = (Meeting(f"a{other}", ("a", other)) for other in "bcd")
AWAY = day(AB, AC, AD, slots=9, absent={"a": {2, 3, 4, 5, 6, 7}})  # a is interrupted, and nobody else
BOTH = day(AB, Meeting("ab again", ("a", "b")), slots=3, absent={"a": {1}})  # two are, by the same slot


def search(problem: Day) -> Search:
    made = program(problem)
    return Search(made, perf_counter() + 60, 1, 1, made.suspects())


def test_whoever_alone_can_be_interrupted_is_found() -> None:
    found = search(AWAY).single_out(Found(bound=1), EFFORT)
    assert (found.status, found.breaks, found.bound) == ("optimal", 1, 1)
    assert sum(AWAY.breaks(found.slots or {}).values()) == 1


def test_where_it_can_be_nobody_alone_one_break_is_not_enough() -> None:
    asked = search(BOTH)
    found = asked.single_out(Found(bound=1), EFFORT)
    assert (found.status, found.slots, found.bound, asked.suspects) == ("unknown", None, 2, {})
    with_a_plan = search(BOTH).single_out(Found("feasible", {"ab": 0, "ab again": 2}, 2, 1), EFFORT)
    assert (with_a_plan.status, with_a_plan.breaks, with_a_plan.bound) == ("optimal", 2, 2)


@pytest.mark.parametrize("bound", [0, 2])
def test_it_is_asked_only_where_one_break_may_be_enough(bound: int) -> None:
    asked = search(AWAY)
    assert asked.single_out(Found(bound=bound), EFFORT) == Found(bound=bound)
    assert asked.suspects.keys() == program(AWAY).suspects().keys()
