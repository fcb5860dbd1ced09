"""The scheduler on days small enough to be solved by eye."""

import pickle
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from subprocess import run

import pytest

from benchmarks.b2bsp.dzn import read
from services.delegations.timetable.check import violations
from services.delegations.timetable.model import Meeting, Place
from services.delegations.timetable.solve import solve
from tests.unit.delegations.timetable.days import WORKED_EXAMPLE, day, solved

AB, AC, AD = (Meeting(f"a{other}", ("a", other)) for other in "bcd")


@pytest.mark.parametrize("fairness", [None, 1, 2, 3])
def test_the_worked_example_has_one_break(fairness: int | None) -> None:
    problem = read(WORKED_EXAMPLE, fairness=fairness)
    answer = solved(problem)
    assert (answer.status, answer.objective, answer.bound) == ("optimal", 1, 1)
    assert answer.breaks == {"1": 1, "2": 0, "3": 0, "4": 0}
    assert {number: answer.places[number].slot for number in "123"} in (
        {"1": 0, "2": 3, "3": 4},
        {"1": 0, "2": 4, "3": 5},
    )
    assert violations(problem, answer) == []


def test_the_worked_example_cannot_be_perfectly_fair() -> None:
    answer = solved(read(WORKED_EXAMPLE, fairness=0))
    reason = "every timetable gives one participant over 0 breaks more than another"
    assert (answer.status, answer.places, answer.objective, answer.reasons) == ("infeasible", {}, None, (reason,))


def test_fairness_compares_with_whoever_has_fewest_breaks_even_if_everyone_has_some() -> None:
    problem = day(AB, Meeting("ab again", ("a", "b")), slots=3, absent={"a": {1}}, fairness=0)
    assert solved(problem).breaks == {"a": 1, "b": 1}


def test_a_long_break_is_no_worse_than_a_short_one() -> None:
    problem = day(AB, AC, AD, slots=9, absent={"a": {2, 3, 4, 5, 6, 7}})
    assert solved(problem).objective == 1


def test_meetings_of_one_slot_have_different_tables_and_a_participant_keeps_its_own() -> None:
    problem = day(AB, AC, AD, Meeting("ef", ("e", "f"), fixed=1), slots=3, tables=2)
    places = solved(problem).places
    assert {places[id].slot for id in ("ab", "ac", "ad")} == {0, 1, 2}
    assert len({places[id].table for id in ("ab", "ac", "ad")}) == 1
    assert len(set(places.values())) == 4


def test_fixed_slots_and_precedences_hold() -> None:
    problem = day(replace(AB, fixed=1), AC, AD, slots=3, precedences=(("ad", "ac"),))
    assert {id: place.slot for id, place in solved(problem).places.items()} == {"ab": 1, "ac": 2, "ad": 0}


def test_a_day_without_meetings_is_solved_by_doing_nothing() -> None:
    answer = solved(day(slots=0, tables=0, absent={"a": set()}))
    assert (answer.status, answer.places, answer.breaks, answer.objective) == ("optimal", {}, {"a": 0}, 0)


def test_one_worker_and_one_seed_give_one_answer() -> None:
    problem = read(WORKED_EXAMPLE, fairness=2)
    assert solved(problem) == solved(problem)


def test_a_day_is_solved_in_another_process() -> None:
    problem = day(AB, slots=1, tables=1)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        answer = pool.submit(solve, problem, seconds=60, workers=1, seed=1).result(timeout=60)
    assert answer == solved(problem)
    assert answer.places == {"ab": Place(0, 0)}


def test_a_day_that_was_already_looked_at_can_still_be_sent() -> None:
    problem = day(AB, slots=1)
    assert problem.agenda["a"] == (AB,)
    assert pickle.loads(pickle.dumps(problem)) == problem  # noqa: S301


def test_whoever_only_passes_days_on_does_not_load_the_solver() -> None:
    modules = "services.delegations.timetable.solve, services.delegations.timetable.check, sys"
    program = f"import {modules}; sys.exit('ortools' in sys.modules)"
    assert run([sys.executable, "-c", program], check=False).returncode == 0
