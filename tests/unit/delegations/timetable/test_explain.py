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
        (day(AB, CD, slots=1, tables=1), "2 meetings for 1 place (1 table, 1 slot)"),
        (day(AB, slots=2, tables=0), "1 meeting for 0 places (0 tables, 2 slots)"),
        (
            day(AB, slots=2, absent={"a": {0}, "b": {1}}),
            "meeting ab: a and b share no free slot in which it is allowed",
        ),
        (
            day(replace(AB, fixed=1), slots=2, absent={"a": {1}}),
            "meeting ab is fixed where it cannot be: in slot 1 it is not allowed, or a or b is absent",
        ),
        (day(AB, AC, slots=2, absent={"a": {0}}), "a has 2 meetings but is there in 1 slot only"),
        (
            day(replace(AB, allowed=MORNING), replace(AC, allowed=MORNING), slots=2),
            "a has 2 meetings that together fit into 1 slot only",
        ),
        (
            day(AB, CD, slots=2, precedences=(("ab", "cd"), ("cd", "ab"))),
            "each of these must come before the next: meeting cd, meeting ab, meeting cd",
        ),
    ],
)
def test_a_provable_cause_is_named(problem: Day, reason: str) -> None:
    answer = solved(problem)
    assert answer.status == "infeasible"
    assert reason in answer.reasons


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (day(AB, AC, slots=9, caps={"a": 1}), "a has 2 meetings but may have 1 at most"),
        (day(AB, CD, slots=2, tables=1, closed=((1, 0),)), "2 meetings for 1 place (1 table, 2 slots)"),
        (
            day(replace(AB, allowed=MORNING), CD, slots=2, precedences=(("cd", "ab"),)),
            "meeting ab: the meetings that must come before or after it leave it no slot",
        ),
    ],
)
def test_a_cap_a_closed_table_and_an_order_can_be_the_cause(problem: Day, reason: str) -> None:
    assert reason in solved(problem).reasons


def test_three_who_meet_each_other_are_named_and_nobody_else() -> None:
    bc, de = Meeting("bc", ("b", "c")), Meeting("de", ("d", "e"))
    assert solved(day(AB, AC, bc, de, slots=2)).reasons == (
        "these cannot all be kept: a has 2 meetings, one at a time, while it is there; "
        "b has 2 meetings, one at a time, while it is there; c has 2 meetings, one at a time, while it is there",
    )


def test_tables_and_an_order_are_named_where_they_contradict() -> None:
    ab, cd = replace(AB, allowed=frozenset({0, 1})), replace(CD, allowed=frozenset({0, 1}))
    ef, gh = (Meeting(pair, (pair[0], pair[1]), allowed=frozenset({1, 2})) for pair in ("ef", "gh"))
    [reason] = solved(day(ab, cd, ef, gh, slots=3, tables=1, closed=((0, 0),), absent={"z": set()})).reasons
    assert reason == "4 meetings for 2 places (1 table, 3 slots)"
    [reason] = solved(day(ab, cd, replace(ef, allowed=frozenset({0, 1})), slots=3, tables=1)).reasons
    assert reason == "these cannot all be kept: no more than 1 table in slot 0; no more than 1 table in slot 1"


def test_every_cause_is_named_at_once() -> None:
    assert len(conflicts(day(AB, AC, CD, slots=1, tables=1, absent={"b": {0}}))) == 5


def test_a_possible_day_has_no_conflicts() -> None:
    assert conflicts(day(AB, AC, CD, slots=2, tables=2, precedences=(("ac", "ab"),))) == ()


def test_people_are_named_by_their_names_and_slots_by_the_clock() -> None:
    names = {"a": "Acme", "b": "Policía", "c": "Aduanas"}

    def called(problem: Day) -> Day:
        people = tuple(replace(each, name=names.get(each.id, "")) for each in problem.participants)
        return replace(problem, participants=people, clock=tuple(f"{9 + slot:02}:00" for slot in range(problem.slots)))

    bc = Meeting("bc", ("b", "c"))
    assert solved(called(day(AB, AC, bc, slots=2))).reasons == (
        "these cannot all be kept: Acme has 2 meetings, one at a time, while it is there; "
        "Policía has 2 meetings, one at a time, while it is there; "
        "Aduanas has 2 meetings, one at a time, while it is there",
    )
    assert conflicts(called(day(AB, slots=2, absent={"a": {0}, "b": {1}}))) == (
        "the meeting of Acme and Policía: Acme and Policía share no free slot in which it is allowed",
        "Acme has 1 meeting that together fit into 0 slots only",
        "Policía has 1 meeting that together fit into 0 slots only",
    )
    assert conflicts(called(day(replace(AB, fixed=1), slots=2, absent={"a": {1}})))[0] == (
        "the meeting of Acme and Policía is fixed where it cannot be: "
        "at 10:00 it is not allowed, or Acme or Policía is absent"
    )
    few = [replace(one, allowed=frozenset({0, 1})) for one in (AB, AC)]
    [reason] = solved(called(day(*few, CD, slots=3, tables=1, absent={"c": {2}}))).reasons
    assert reason == "these cannot all be kept: no more than 1 table at 09:00; no more than 1 table at 10:00"
