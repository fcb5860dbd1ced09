"""The checker names each rule that a timetable breaks."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from services.delegations.timetable.check import violations
from services.delegations.timetable.model import Meeting, Place, Timetable
from tests.unit.delegations.timetable.days import day

PROBLEM = day(
    Meeting("ab", ("a", "b"), fixed=0),
    Meeting("ac", ("a", "c"), allowed=frozenset({1, 2, 3})),
    Meeting("de", ("d", "e"), forbidden=frozenset({3})),
    slots=4,
    tables=2,
    absent={"d": {2}},
    precedences=(("de", "ac"),),
    fairness=0,
)
RIGHT = Timetable(
    "optimal",
    {"ab": Place(0, 0), "ac": Place(1, 0), "de": Place(0, 1)},
    dict.fromkeys("abcde", 0),
    objective=0,
    bound=0,
)


def test_a_right_timetable_has_no_violations() -> None:
    assert violations(PROBLEM, RIGHT) == []


@pytest.mark.parametrize(
    ("moved", "says"),
    [
        ({"ab": Place(1, 1)}, "meeting ab may not be in slot 1"),
        ({"ac": Place(0, 0)}, "meeting ac may not be in slot 0"),
        ({"ac": Place(0, 0)}, "a has 2 meetings in slot 0"),
        ({"ac": Place(0, 0)}, "table 1 is used 2 times in slot 0"),
        ({"ac": Place(0, 0)}, "meeting de must come before meeting ac"),
        ({"de": Place(3, 0)}, "meeting de may not be in slot 3"),
        ({"de": Place(2, 0)}, "d is absent in slot 2, and has a meeting"),
        ({"de": Place(0, 2)}, "meeting de lies outside the day: in slot 0, table 3"),
        ({"de": Place(4, 0)}, "meeting de lies outside the day: in slot 4, table 1"),
        ({"ac": Place(2, 0)}, "it has 1 break, not 0"),
        ({"ac": Place(2, 0)}, "somebody has 1 break more than somebody else"),
        ({"xy": Place(0, 0)}, "meeting xy is not of this day"),
    ],
)
def test_a_broken_rule_is_named(moved: Mapping[str, Place], says: str) -> None:
    assert says in violations(PROBLEM, replace(RIGHT, places={**RIGHT.places, **moved}))


def test_a_meeting_without_a_place_is_named() -> None:
    places = {id: place for id, place in RIGHT.places.items() if id != "de"}
    assert violations(PROBLEM, replace(RIGHT, places=places)) == ["meeting de has no place"]


def test_the_rules_of_requests_are_named() -> None:
    problem = day(
        Meeting("ab", ("a", "b"), weight=3),
        Meeting("ac", ("a", "c"), weight=2),
        slots=2,
        tables=1,
        caps={"a": 1},
        closed=((1, 0),),
    )
    held = {"a": 0, "b": 0, "c": 0}
    one = Timetable("optimal", {"ab": Place(0, 0)}, held, 0, 0, weight=3, weight_bound=3, unserved={"ac": "a is full"})
    assert violations(problem, one) == []
    assert violations(problem, replace(one, unserved={})) == [
        "the requests without a place are not those that it calls unserved"
    ]
    assert violations(problem, replace(one, weight=4)) == ["it holds a weight of 3, not 4 of 3"]
    assert violations(problem, replace(one, weight_bound=2)) == ["it holds a weight of 3, not 3 of 2"]
    both = replace(one, places={"ab": Place(0, 0), "ac": Place(1, 0)}, weight=5, weight_bound=5, unserved={})
    assert violations(problem, both) == [
        "meeting ac lies outside the day: in slot 1, table 1",
        "a has over 1 meeting",
    ]


def test_an_answer_without_a_plan_is_no_timetable() -> None:
    assert len(violations(PROBLEM, Timetable("infeasible"))) == 4
