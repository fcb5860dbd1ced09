"""Waits: the slots that somebody spends there between two meetings, and plans in which they are few."""

from dataclasses import replace

import pytest

from services.delegations.timetable import solve as solving
from services.delegations.timetable.check import violations
from services.delegations.timetable.cost import cost
from services.delegations.timetable.idle import count_waits
from services.delegations.timetable.model import Meeting, Place, Term
from services.delegations.timetable.repair import as_held
from services.delegations.timetable.solve import solve, usual
from tests.unit.delegations.timetable.days import crowded, day, solved

# a meets b at the beginning, and c in one of two slots far apart: one break at best, which is short or long.
TORN = day(
    Meeting("ab", ("a", "b"), fixed=0), Meeting("ac", ("a", "c"), allowed=frozenset({2, 7})), slots=8
)  # fmt: skip


@pytest.mark.parametrize(
    ("slots", "absent", "expected"),
    [([], set(), 0), ([3], set(), 0), ([1, 2], set(), 0), ([0, 3], set(), 2), ([3, 0], {1}, 1), ([0, 2, 2, 6], {5}, 3)],
)
def test_whoever_is_there_between_two_meetings_and_has_none_waits(
    slots: list[int], absent: set[int], expected: int
) -> None:
    assert count_waits(slots, absent) == expected


def test_of_plans_with_as_few_breaks_the_one_with_the_fewest_waits_is_taken() -> None:
    answer = solved(TORN)
    assert (answer.objective, answer.status, violations(TORN, answer)) == (1, "optimal", [])
    assert (answer.places["ac"].slot, answer.got["a"].waits) == (2, 1)
    away = replace(TORN, participants=tuple(
        replace(each, absent=frozenset({1, 3, 4, 5, 6}) if each.id == "a" else each.absent)
        for each in TORN.participants
    ))  # fmt: skip
    assert cost(replace(away, order=("waits",)), solved(away).places) == (0, 0)  # who is away does not wait


def test_waits_count_where_they_are_asked_for() -> None:
    # b meets x between the other two, where x is away in between, or behind them, so that x waits once.
    fixed = Meeting("xa", ("x", "a"), fixed=0), Meeting("xc", ("x", "c"), fixed=4)
    problem = day(*fixed, Meeting("xb", ("x", "b"), allowed=frozenset({2, 5})), slots=6, absent={"x": {1, 3}})
    in_order: list[tuple[tuple[Term, ...], int, int]] = [(("breaks", "waits"), 1, 1), (("waits", "breaks"), 2, 0)]
    for order, breaks, waiting in in_order:
        answer = solved(replace(problem, order=order))
        assert (answer.objective, answer.got["x"].waits) == (breaks, waiting)
        assert violations(problem, answer) == []


def test_the_search_counts_waits_behind_breaks_by_itself_and_elsewhere_it_does_not() -> None:
    assert usual(TORN)
    assert usual(replace(TORN, order=("breaks", "table-changes")))
    assert not usual(replace(TORN, order=("waits", "breaks")))
    assert not usual(replace(TORN, order=("breaks", "table-changes", "waits")))


def test_what_is_claimed_of_waits_is_checked() -> None:
    answer = solved(TORN)
    wrong = replace(answer, got={**answer.got, "a": answer.got["a"]._replace(waits=0)})
    assert violations(TORN, wrong) == ["a has (2, 1, 1) meetings, breaks and waits, not (2, 1, 0)"]


def test_a_day_improved_in_parts_gets_fewer_waits_and_no_more_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "LARGE", 0)
    problem = crowded(5, 5, 9, 4, 0.7, weight=1)
    hurried = solve(replace(problem, order=("fairness",)), seconds=0.2, workers=1, seed=1)
    patient = solve(problem, seconds=4, workers=1, seed=1)
    assert violations(problem, patient) == []
    order: tuple[Term, ...] = ("breaks", "waits")
    assert cost(replace(problem, order=order), patient.places) <= cost(replace(problem, order=order), hurried.places)


def test_a_place_is_all_that_is_known_of_a_plan_that_is_checked() -> None:
    assert violations(TORN, as_held(TORN, {"ab": Place(0, 0), "ac": Place(7, 0)})) == []
