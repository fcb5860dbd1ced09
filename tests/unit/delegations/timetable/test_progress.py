"""A search says how far it is, and finds the same whether somebody listens or not."""

from itertools import pairwise

import pytest

from services.delegations.timetable import solve as solving
from services.delegations.timetable.model import Day, Meeting, Timetable
from services.delegations.timetable.progress import Progress
from services.delegations.timetable.solve import solve
from tests.unit.delegations.timetable.days import crowded, day


def followed(problem: Day, seconds: float = 60) -> tuple[Timetable, list[Progress]]:
    heard: list[Progress] = []
    return solve(problem, seconds=seconds, workers=1, seed=1, report=heard.append), heard


def test_plans_and_bounds_are_told_while_they_become_better() -> None:
    answer, heard = followed(crowded(5, 5, 9, 4, 0.7))
    assert answer.status == "optimal"
    plans = [one.breaks for one in heard if one.breaks is not None]
    assert plans
    assert all(later <= earlier for earlier, later in pairwise(plans))
    assert all(later.bound >= earlier.bound for earlier, later in pairwise(heard))
    assert all(later.seconds >= earlier.seconds for earlier, later in pairwise(heard))
    assert (heard[-1].breaks, heard[-1].bound) == (answer.objective, answer.bound)


def test_listening_changes_nothing_in_what_is_found() -> None:
    problem = crowded(5, 5, 9, 4, 0.7)
    answer, _ = followed(problem)
    assert solve(problem, seconds=60, workers=1, seed=1) == answer == followed(problem)[0]


def test_the_choice_of_requests_is_told_with_its_bound() -> None:
    asked = tuple(Meeting(f"m{n}", ("a", f"b{n}"), weight=n + 1) for n in range(4))
    answer, heard = followed(day(*asked, slots=3))
    assert answer.weight == 9
    assert {(one.weight, one.weight_bound, one.gap) for one in heard} == {(9, 9, 0.0)}
    assert Progress(weight=9, weight_bound=12).gap == 0.25


def test_a_day_improved_in_parts_tells_each_improvement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "LARGE", 0)
    answer, heard = followed(crowded(5, 5, 9, 4, 0.7, weight=1), seconds=3)
    plans = [one.breaks for one in heard if one.breaks is not None]
    assert len(plans) > 1
    assert plans[-1] == answer.objective
