"""A published timetable after something happened: the least change, and who must be told."""

from collections.abc import Set
from dataclasses import replace

from benchmarks.oversubscribed import oversubscribed
from services.delegations.timetable.check import violations
from services.delegations.timetable.model import Day, Meeting, Place
from services.delegations.timetable.repair import NOBODY, Repaired, repair
from services.delegations.timetable.solve import solve
from tests.unit.delegations.timetable.days import day

AB, AC, BD, CD = (Meeting(pair, (pair[0], pair[1])) for pair in ("ab", "ac", "bd", "cd"))
PUBLISHED = {"ab": Place(0, 0), "cd": Place(0, 1), "ac": Place(1, 0), "bd": Place(1, 1)}


def repaired(problem: Day, since: int = 0, frozen: Set[str] = NOBODY, wanted: Set[str] = NOBODY) -> Repaired:
    return repair(problem, PUBLISHED, since=since, frozen=frozen, wanted=wanted, seconds=60, workers=1)


def holds(after: Repaired) -> dict[str, int]:
    assert violations(after.day, after.timetable) == []
    return {id: place.slot for id, place in after.timetable.places.items()}


def test_nothing_happened_and_nobody_is_told() -> None:
    after = repaired(day(AB, AC, BD, CD, slots=4, tables=2))
    assert holds(after) == {id: place.slot for id, place in PUBLISHED.items()}
    assert after.timetable.places == PUBLISHED
    assert (after.told, after.least) == ({}, True)


def test_who_does_not_come_loses_its_meetings_and_its_partners_are_told() -> None:
    after = repaired(day(AB, AC, BD, CD, slots=4, tables=2, absent={"a": {0, 1, 2, 3}}))
    assert holds(after) == {"cd": 0, "bd": 1}
    assert after.dropped.keys() == {"ab", "ac"}
    assert after.told == {"a": ("ab", "ac"), "b": ("ab",), "c": ("ac",)}
    assert after.least
    assert not after.moved | after.reseated


def test_who_comes_late_meets_later_and_nobody_else_moves() -> None:
    after = repaired(day(AB, AC, BD, CD, slots=4, tables=2, absent={"a": {0}}))
    assert holds(after) == {"ab": 2, "ac": 1, "bd": 1, "cd": 0}
    assert after.moved == {"ab"}
    assert (after.told, after.least) == ({"a": ("ab",), "b": ("ab",)}, True)


def test_others_move_only_if_a_meeting_would_be_lost_otherwise() -> None:
    after = repaired(day(AB, AC, BD, CD, slots=3, tables=2, absent={"a": {0}, "b": {2}}))
    assert set(holds(after)) == {"ab", "ac", "bd", "cd"}
    assert after.timetable.places["ab"].slot == 1
    assert after.moved == {"ab", "ac", "bd", "cd"}
    assert (after.dropped, after.least) == ({}, True)


def test_at_a_lost_table_one_meeting_of_each_slot_moves_or_changes_table() -> None:
    after = repaired(day(AB, AC, BD, CD, slots=4, tables=3, closed=((0, 0), (1, 1))))
    assert holds(after) == {"ab": 0, "cd": 0, "ac": 1, "bd": 1}
    assert after.reseated == {"ab", "bd"}
    assert (not after.moved, after.least) == (True, True)
    after = repaired(day(AB, AC, BD, CD, slots=3, tables=2, closed=((0, 0), (1, 1))))
    assert len(after.moved) == 3  # the last slot must take two that share nobody
    assert (set(holds(after)), after.least) == ({"ab", "ac", "bd", "cd"}, True)


def test_a_new_request_takes_a_free_place_and_others_stay_unserved() -> None:
    new, old = Meeting("ad", ("a", "d"), weight=1), Meeting("bc", ("b", "c"), weight=9)
    after = repaired(day(AB, AC, BD, CD, new, old, slots=4, tables=2), since=1, wanted={"ad"})
    assert holds(after) == {"ab": 0, "ac": 1, "bd": 1, "cd": 0, "ad": 2}
    assert after.added == {"ad"}
    assert (after.told, after.least) == ({"a": ("ad",), "d": ("ad",)}, True)
    assert after.timetable.unserved.keys() == {"bc"}


def test_what_has_started_or_is_frozen_stays() -> None:
    problem = day(AB, AC, BD, CD, slots=4, tables=2, absent={"a": {0, 1}}, closed=((0, 0),))
    after = repaired(problem, since=1, frozen={"bd"})
    assert holds(after)["ab"] == 0
    assert {id: after.timetable.places[id] for id in ("ab", "cd", "bd")} == {
        id: PUBLISHED[id] for id in ("ab", "cd", "bd")
    }
    assert after.moved == {"ac"}


def test_a_frozen_meeting_whose_party_is_away_is_dropped_rather_than_moved() -> None:
    after = repaired(day(AB, AC, BD, CD, slots=4, tables=2, absent={"a": {1}}), frozen={"ac"})
    assert after.dropped == {"ac": "a and c share no free slot in which it is allowed"}
    assert set(holds(after)) == {"ab", "bd", "cd"}


def test_nothing_moves_into_the_past() -> None:
    late = replace(AC, forbidden=frozenset({1}))
    after = repaired(day(AB, late, BD, CD, slots=2, tables=2), since=1)
    assert after.dropped.keys() == {"ac"}
    assert holds(after) == {"ab": 0, "bd": 1, "cd": 0}


def test_a_larger_day_is_repaired_in_part() -> None:
    problem = oversubscribed(1, companies=60, buyers=12, requests=300)
    published = solve(problem, seconds=3, workers=1, seed=1).places
    busiest = max(problem.agenda, key=lambda party: sum(meeting.id in published for meeting in problem.agenda[party]))
    missed = [meeting.id for meeting in problem.agenda[busiest] if meeting.id in published][:3]
    absent = frozenset(published[id].slot for id in missed)
    people = (
        replace(each, absent=each.absent | absent) if each.id == busiest else each for each in problem.participants
    )
    after = repair(replace(problem, participants=tuple(people)), published, seconds=20, workers=1)
    assert violations(after.day, after.timetable) == []
    assert after.moved | after.dropped.keys() >= set(missed) != set()
    assert busiest in after.told


def test_a_lost_table_is_replaced_by_a_spare_one_and_nobody_goes_to_another_slot() -> None:
    spare = replace(day(AB, AC, BD, CD, slots=2, tables=3, closed=((0, 0), (1, 0))), spare=frozenset({2}))
    after = repaired(spare)
    assert holds(after) == {id: place.slot for id, place in PUBLISHED.items()}
    assert after.reseated == {"ab", "ac"}
    assert (not after.moved, after.least) == (True, True)
    assert {after.timetable.places[id].table for id in after.reseated} == {2}


def test_a_spare_table_stays_free_as_long_as_there_is_another() -> None:
    new = Meeting("xy", ("x", "y"), weight=1)
    for tables, table in ((4, 2), (3, 2)):
        problem = replace(day(AB, AC, BD, CD, new, slots=2, tables=tables), spare=frozenset({tables - 1}))
        after = repaired(problem, wanted={"xy"})
        assert after.timetable.places["xy"].table == table
        assert after.added == {"xy"}
