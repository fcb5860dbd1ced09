"""Participants with several teams, interpreters that are shared, and meetings that are bound to a table."""

from dataclasses import replace
from typing import Any

import pytest

from services.delegations.timetable.check import violations
from services.delegations.timetable.explain import conflicts
from services.delegations.timetable.floor import floor
from services.delegations.timetable.model import Got, InvalidDay, Meeting, Participant, Place, Resource
from services.delegations.timetable.occupied import Cause, causes
from services.delegations.timetable.repair import repair
from services.delegations.timetable.tables import seat
from tests.unit.delegations.timetable.days import day, solved

AB, AC, AD, CD = (Meeting(pair, (pair[0], pair[1])) for pair in ("ab", "ac", "ad", "cd"))


def interpreters(*supply: int, of: str = "ab ac ad") -> Resource:
    return Resource("interpreters of es", supply, frozenset(of.split()))


def test_two_teams_meet_at_once_and_three_meetings_need_a_second_slot() -> None:
    problem = day(AB, AC, AD, slots=2, teams={"a": 2})
    answer = solved(problem)
    assert (answer.status, violations(problem, answer)) == ("optimal", [])
    assert sorted(place.slot for place in answer.places.values()) in ([0, 0, 1], [0, 1, 1])
    assert solved(day(AB, AC, AD, slots=2)).status == "infeasible"


def test_more_meetings_than_teams_have_slots_are_named() -> None:
    assert conflicts(day(AB, AC, AD, slots=1, teams={"a": 2})) == (
        "a has 3 meetings but is there in 1 slot only with 2 teams",
    )


def test_a_cap_counts_meetings_and_not_slots() -> None:
    requests = [replace(meeting, weight=1) for meeting in (AB, AC, AD)]
    problem = day(*requests, slots=3, teams={"a": 3}, caps={"a": 2})
    answer = solved(problem)
    assert (answer.weight, answer.weight_bound, violations(problem, answer)) == (2, 2, [])
    [cause] = causes(problem, {id: place.slot for id, place in answer.places.items()}).values()
    assert cause == Cause("cap-reached", ("a",))


def test_a_share_grows_with_the_teams() -> None:
    requests = [replace(meeting, weight=1) for meeting in (AB, AC, AD)]
    assert solved(day(*requests, slots=1, teams={"a": 2}, share=100)).got["a"].share == 2
    assert solved(day(*requests, slots=1, share=100)).got["a"].share == 1


def test_nothing_is_said_of_the_breaks_that_several_teams_need() -> None:
    problem = day(AB, AC, slots=3, teams={"a": 2}, absent={"b": {1, 2}, "c": {0, 1}})
    assert floor(problem) == 0
    assert solved(problem).objective == 1


def test_no_slot_has_more_meetings_than_interpreters() -> None:
    problem = day(AB, CD, slots=2, resources=(interpreters(1, 1, of="ab cd"),))
    answer = solved(problem)
    assert violations(problem, answer) == []
    assert sorted(place.slot for place in answer.places.values()) == [0, 1]
    assert solved(day(AB, CD, slots=2, resources=(interpreters(1, 0, of="ab cd"),))).reasons == (
        "2 meetings cannot do without interpreters of es, of which the slots have 1 together",
    )


def test_interpreters_that_are_there_at_the_wrong_time_are_named() -> None:
    problem = day(AB, CD, slots=2, absent={"a": {1}, "c": {1}}, resources=(interpreters(1, 1, of="ab cd"),))
    assert solved(problem).reasons == ("these cannot all be kept: no more than 1 of the interpreters of es in slot 0",)


def test_a_request_without_an_interpreter_has_its_reason() -> None:
    requests = [replace(AB, weight=5), replace(CD, weight=1)]
    problem = day(*requests, slots=1, resources=(interpreters(1, of="ab cd"),))
    answer = solved(problem)
    assert (answer.weight, answer.weight_bound, violations(problem, answer)) == (5, 5, [])
    assert answer.unserved == {
        "cd": "all interpreters of es are taken in the slots that c and d both have left",
    }
    assert causes(problem, {"ab": 0}) == {"cd": Cause("supply-used", ("interpreters of es",))}


def test_a_repair_uses_no_interpreter_twice() -> None:
    problem = day(replace(AB, weight=1), replace(CD, weight=1), slots=3, resources=(interpreters(1, 1, 1, of="ab cd"),))
    published = {"ab": Place(0, 0), "cd": Place(1, 0)}
    away = tuple(replace(each, absent=frozenset({0} if each.id == "a" else ())) for each in problem.participants)
    after = repair(replace(problem, participants=away), published, workers=1)
    assert violations(after.day, after.timetable) == []
    assert after.timetable.places["ab"].slot == 2
    fewer = replace(problem, resources=(interpreters(0, 1, 1, of="ab cd"),))
    after = repair(fewer, published, workers=1)
    assert violations(after.day, after.timetable) == []
    assert after.moved == {"ab"}
    assert after.timetable.places["ab"].slot == 2


def test_a_bound_table_is_kept_whoever_sat_there_before() -> None:
    bound = replace(CD, fixed=1, table=0)
    problem = day(AB, replace(AC, fixed=1), bound, slots=2, tables=2)
    seated = seat(problem, {"ab": 0, "ac": 1, "cd": 1}, {"ac": Place(1, 0)})
    assert (seated["cd"], seated["ac"]) == (Place(1, 0), Place(1, 1))
    closed = replace(problem, closed=frozenset({Place(1, 0)}), tables=3)
    assert seat(closed, {"ab": 0, "ac": 1, "cd": 1})["cd"].table in (1, 2)


def test_the_checker_names_teams_interpreters_tables_and_claims() -> None:
    problem = day(AB, AC, replace(AD, fixed=1, table=0), slots=2, teams={"a": 2}, resources=(interpreters(1, 1),))
    answer = solved(replace(problem, resources=()))
    at_once = {"ab": Place(0, 0), "ac": Place(0, 1), "ad": Place(0, 2)}
    said = violations(problem, replace(answer, places=at_once))
    assert "a has 3 meetings in slot 0" in said
    assert "3 meetings in slot 0 need interpreters of es, of which there are fewer" in said
    assert "meeting ad may not be at table 3" in said
    wrong = {**answer.got, "a": Got(asked=3, held=2, weight=0, breaks=0, share=2)}
    assert violations(replace(problem, resources=()), replace(answer, got=wrong)) == [
        "a has (3, 0, 0) meetings, breaks and waits, not (2, 0, 0)"
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"resources": (interpreters(1),)}, "not a number for each"),
        ({"resources": (interpreters(1, -1),)}, "not a number for each"),
        ({"resources": (interpreters(1, 1, of="xy"),)}, "needed by unknown meetings: xy"),
        ({"resources": (interpreters(1, 1, of=""), interpreters(1, 1, of=""))}, "occurs twice"),
        ({"participants": (Participant("a", teams=0), Participant("b"))}, "a has no team"),
        ({"meetings": (replace(AB, table=0),)}, "bound to table 0 without a slot"),
        ({"meetings": (replace(AB, fixed=0, table=9),)}, "bound to table 9"),
    ],
)
def test_a_day_that_contradicts_itself_is_invalid(change: Any, says: str) -> None:
    with pytest.raises(InvalidDay, match=says):
        replace(day(AB, slots=2), **change)
