"""A day with more requests than it can hold: which are held, what is proven of that, and what everybody is told."""

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.oversubscribed import oversubscribed
from services.delegations.timetable import solve as solving
from services.delegations.timetable.check import violations
from services.delegations.timetable.choose import choose
from services.delegations.timetable.model import Got, Meeting
from services.delegations.timetable.solve import solve
from tests.unit.delegations.timetable.days import day, solved


def asked(pair: str, weight: int) -> Meeting:
    return Meeting(pair, (pair[0], pair[1]), weight=weight)


def test_the_heaviest_requests_are_held_and_nothing_heavier_is_possible() -> None:
    problem = day(asked("ab", 5), asked("ac", 3), asked("ad", 1), slots=2)
    answer = solved(problem)
    assert violations(problem, answer) == []
    assert answer.places.keys() == {"ab", "ac"}
    assert (answer.status, answer.weight, answer.weight_bound, answer.gap) == ("optimal", 8, 8, 0)


def test_one_heavy_request_gives_way_to_two_that_weigh_more() -> None:
    problem = day(asked("ab", 5), asked("ac", 3), asked("bd", 3), slots=1)
    assert solved(problem).places.keys() == {"ac", "bd"}


def test_what_must_be_held_comes_before_any_weight() -> None:
    problem = day(Meeting("ab", ("a", "b")), asked("ac", 100), slots=1)
    answer = solved(problem)
    assert answer.places.keys() == {"ab"}
    assert answer.unserved == {"ac": "no slot is left in which neither a nor c has another meeting"}


@pytest.mark.parametrize(
    ("other", "rest", "reason"),
    [
        ("cd", {"absent": {"c": {0}, "d": {1}}}, "c and d share no free slot in which it is allowed"),
        ("ac", {"caps": {"a": 1}}, "a has 1 meeting, as many as it may have"),
        ("cd", {"tables": 1, "closed": ((1, 0),)}, "every table is taken in the slots that c and d both have left"),
        ("ac", {"absent": {"a": {1}}}, "no slot is left in which neither a nor c has another meeting"),
    ],
)
def test_each_unserved_request_has_its_reason(other: str, rest: dict[str, Any], reason: str) -> None:
    problem = day(asked("ab", 9), asked(other, 1), slots=2, **rest)
    answer = solved(problem)
    assert violations(problem, answer) == []
    assert answer.unserved == {other: reason}


def test_an_order_that_leaves_no_slot_is_a_reason() -> None:
    problem = day(replace(asked("ab", 9), fixed=1), asked("cd", 1), slots=2, precedences=(("ab", "cd"),))
    assert solved(problem).unserved == {"cd": "the meetings that must come before or after it leave it no slot"}


def test_an_order_binds_only_if_both_are_held() -> None:
    problem = day(asked("ab", 1), asked("ac", 9), slots=1, precedences=(("ab", "ac"),))
    answer = solved(problem)
    assert violations(problem, answer) == []
    assert answer.places.keys() == {"ac"}


def test_among_choices_of_one_weight_nobody_is_left_below_its_share() -> None:
    requests = [asked("ac", 2), asked("ad", 2), asked("bc", 2), asked("bd", 2)]
    problem = day(*requests, slots=4, caps={"c": 1, "d": 1}, share=50)
    answer = solved(problem)
    assert {party: got.held for party, got in answer.got.items()} == {"a": 1, "b": 1, "c": 1, "d": 1}


def test_everybody_is_told_what_it_asked_for_and_got() -> None:
    problem = day(asked("ab", 5), asked("ac", 3), asked("ad", 1), slots=2)
    assert solved(problem).got == {
        "a": Got(asked=3, held=2, weight=8, breaks=0, share=1),
        "b": Got(asked=1, held=1, weight=5, breaks=0, share=1),
        "c": Got(asked=1, held=1, weight=3, breaks=0, share=1),
        "d": Got(asked=1, held=0, weight=0, breaks=0, share=1),
    }


def test_a_choice_that_the_relaxation_tears_is_made_whole() -> None:
    # Three who all want to meet each other in one slot: the relaxation holds half of each meeting.
    problem = day(asked("ab", 2), asked("bc", 2), asked("ca", 2), slots=1)
    answer = solved(problem)
    assert (violations(problem, answer), answer.weight, answer.weight_bound) == ([], 2, 3)


def test_a_choice_without_time_for_the_relaxation_is_still_a_plan() -> None:
    problem = oversubscribed(1, companies=20, buyers=5, requests=60)
    choice = choose(problem, seconds=0, workers=1, seed=1)
    assert choice.slots
    assert choice.weight_bound >= sum(problem.meeting[id].weight or 0 for id in choice.slots)


def test_a_large_day_is_chosen_whole_and_polished_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "LARGE", 0)
    problem = oversubscribed(1, companies=60, buyers=12, requests=300)
    before = choose(problem, seconds=60, workers=1, seed=1)
    assert before.slots is not None
    answer = solve(problem, seconds=8, workers=1, seed=1)
    assert violations(problem, answer) == []
    assert answer.gap == 0
    assert answer.objective is not None
    assert answer.objective < sum(problem.breaks(before.slots).values())
