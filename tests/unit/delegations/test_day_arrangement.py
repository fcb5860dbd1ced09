"""Rooms, teams, interpreters and rules of a day's timetable, and what of them no timetable could keep."""

from typing import Any

import pytest

from services.delegations.domain.day import DAY
from services.delegations.domain.day_locks import Lock
from services.delegations.domain.day_problem import problem
from services.delegations.domain.day_restrictions import (
    Order,
    RestrictMeeting,
    SetSessions,
)
from services.delegations.domain.day_rooms import SetPartners, SetRooms
from services.delegations.domain.day_staffing import SetInterpreters, SetLanguages, SetTeams
from services.delegations.domain.timetable_rules import SetTimetableRules
from services.delegations.timetable.model import ORDER, Place
from shared.contracts.delegations.day_arrangement import (
    DayPartnersSet,
    DayRoomsSet,
    MeetingLocked,
    Room,
    TimetableInterpretersSet,
    TimetableLanguagesSet,
    TimetableRulesSet,
    TimetableTeamsSet,
)
from shared.contracts.delegations.timetable_parts import MeetingQuota, TimetableRules
from tests.scenario import Scenario
from tests.unit.delegations.arranged_day import CHOOSING, LUNCH, M1_LOCKED, SESSIONS, asked, published, two_tables
from tests.unit.delegations.one_day import PLANNED

ROOMS = (Room(name="Salon", tables=(1,)), Room(name="Patio", tables=(2,)))


def test_rooms_have_tables_and_spare_tables_stay_free() -> None:
    rooms = DayRoomsSet(day="lima", rooms=ROOMS, spare_tables=(2,))
    two_tables.when(SetRooms("lima", ROOMS, (2,))).then(rooms)
    two_tables.given(rooms).when(SetRooms("lima", ROOMS, (2, 2))).nothing_happens()
    assert problem(DAY.fold(two_tables.given(rooms).history)).closed == {Place(slot, 1) for slot in range(3)}
    two_tables.when(SetRooms("lima", (), ())).nothing_happens()
    two_tables.when(SetRooms("lima", ROOMS, (1, 2))).refused("day-without-tables")
    two_tables.when(SetRooms("lima", ROOMS, (3,))).refused("table-outside-day")
    two_tables.when(SetRooms("lima", (*ROOMS, Room(name="Hall", tables=(1,))))).refused("table-in-two-rooms")
    two_tables.when(SetRooms("lima", (ROOMS[0], Room(name="Salon", tables=())))).refused("room-named-twice")


def test_a_room_may_be_named_after_publication_but_no_table_taken_away() -> None:
    rooms = (Room(name="Salon", tables=(1,)),)
    published.when(SetRooms("lima", rooms)).then(DayRoomsSet(day="lima", rooms=rooms, spare_tables=()))
    more = Scenario(DAY).given(PLANNED.model_copy(update={"tables": 2}), *published.history[1:])
    more.when(SetRooms("lima", (), (2,))).refused("timetable-already-published")


def test_partners_of_the_day_are_said_whole() -> None:
    both = ("bpifrance", "business-france")
    named = DayPartnersSet(day="lima", partners=both, joined=both)
    asked.when(SetPartners("lima", ("business-france", "bpifrance"))).then(named)
    asked.given(named).when(SetPartners("lima", both)).nothing_happens()
    changed = DayPartnersSet(day="lima", partners=("bpifrance", "medef"), joined=("medef",))
    asked.given(named).when(SetPartners("lima", ("medef", "bpifrance"))).then(changed)


def test_a_participant_meets_with_as_many_teams_as_it_has() -> None:
    two = TimetableTeamsSet(day="lima", participant="c1", teams=2, by_organiser=True)
    asked.when(SetTeams("lima", "c1", 2, by_organiser=True)).then(two)
    asked.when(SetTeams("lima", "c1", 1)).nothing_happens()
    asked.when(SetTeams("lima", "nobody", 2)).refused("participant-unknown")
    assert problem(DAY.fold(asked.given(two).history)).teams["c1"] == 2
    at_once = two_tables.given(two, M1_LOCKED)
    at_once.when(Lock("lima", "m2", 1)).then(m2 := MeetingLocked(day="lima", meeting="m2", slot=1))
    at_once.given(m2).when(SetTeams("lima", "c1", 1)).refused("locks-contradict")


SPOKEN = tuple(
    TimetableLanguagesSet(day="lima", participant=party, languages=languages, by_organiser=True)
    for party, languages in (("c1", ("fr", "en")), ("b1", ("es",)), ("b2", ("es", "en")), ("c2", ("fr",)))
)


INTERPRETERS = TimetableInterpretersSet(day="lima", language="es", interpreters=(1, 1, 0))


def test_a_meeting_of_two_who_share_no_language_needs_an_interpreter() -> None:
    asked.when(SetInterpreters("lima", "es", (1, 1, 0))).then(INTERPRETERS)
    asked.given(INTERPRETERS).when(SetInterpreters("lima", "es", (1, 1, 0))).nothing_happens()
    [resource] = problem(DAY.fold(asked.given(INTERPRETERS, *SPOKEN).history)).resources
    assert resource.supply == (1, 1, 0)
    assert resource.meetings == {"m1", "m3"}
    [unneeded] = problem(DAY.fold(asked.given(INTERPRETERS).history)).resources
    assert unneeded.meetings == set()
    assert problem(DAY.fold(asked.given(*SPOKEN).history)).resources == ()


def test_interpreters_are_counted_for_each_slot() -> None:
    asked.when(SetInterpreters("lima", "es", (1, 1))).refused("interpreters-incomplete")
    asked.when(SetLanguages("lima", "c1", ("fr", "fr"))).refused("language-named-twice")
    asked.when(SetLanguages("lima", "c1", ("fr", "en"))).then(
        TimetableLanguagesSet(day="lima", participant="c1", languages=("fr", "en"), by_organiser=False)
    )
    asked.when(SetLanguages("lima", "c1", ())).nothing_happens()
    interpreted = two_tables.given(INTERPRETERS, *SPOKEN, M1_LOCKED)
    interpreted.when(Lock("lima", "m3", 1)).refused("locks-contradict")


def test_rules_are_set_whole_and_lifted() -> None:
    asked.when(SetTimetableRules("lima", TimetableRules())).then(CHOOSING)
    asked.given(CHOOSING).when(SetTimetableRules("lima", TimetableRules())).nothing_happens()
    asked.when(SetTimetableRules("lima", None)).nothing_happens()
    asked.given(CHOOSING).when(SetTimetableRules("lima", None)).then(TimetableRulesSet(day="lima", rules=None))
    quota = MeetingQuota(participant="c1", most=1)
    asked.when(SetTimetableRules("lima", TimetableRules(quotas=(quota, quota)))).refused("quota-set-twice")
    twice = TimetableRules(order=("breaks", "fairness", "breaks"))
    asked.when(SetTimetableRules("lima", twice)).refused("term-named-twice")
    twice = TimetableRules(order=("breaks",), aims=("waits", "breaks", "waits"))
    asked.when(SetTimetableRules("lima", twice)).refused("term-named-twice")
    foreign = TimetableRules(quotas=(MeetingQuota(participant="nobody", most=1),))
    asked.when(SetTimetableRules("lima", foreign)).refused("participant-unknown")


def test_what_counts_behind_the_requests_that_are_served_is_a_rule() -> None:
    for rules, order, share in (
        (None, ORDER, 50),
        (TimetableRules(share=60), ("fairness", "breaks", "table-changes"), 60),
        (TimetableRules(order=("breaks",), aims=("waits", "breaks")), ("waits", "breaks"), 0),
        (TimetableRules(order=("table-changes", "fairness")), ("table-changes", "fairness"), 50),
        (TimetableRules(order=("breaks",)), ("breaks",), 0),
    ):
        known = problem(DAY.fold([*asked.history, TimetableRulesSet(day="lima", rules=rules)]))
        assert (known.order, known.share) == (order, share)


@pytest.mark.parametrize(
    ("rules", "caps"),
    [
        (None, {"c1": None, "b1": None}),
        (TimetableRules(), {"c1": None, "b1": None}),
        (TimetableRules(most_per_company=2, most_per_buyer=1), {"c1": 2, "b1": 1}),
        (
            TimetableRules(most_per_company=2, quotas=(MeetingQuota(participant="c1", most=3),)),
            {"c1": 3, "c2": 2, "b1": None},
        ),
        (TimetableRules(white_space=1), {"c1": 2, "b1": 1}),
        (TimetableRules(white_space=9, most_per_buyer=1), {"c1": 0, "b1": 0}),
        (TimetableRules(white_space=1, most_per_buyer=2), {"c1": 2, "b1": 1, "b2": 2}),
    ],
)
def test_quotas_and_white_space_limit_the_meetings_of_each(rules: TimetableRules | None, caps: dict[str, int]) -> None:
    day = problem(DAY.fold(asked.given(TimetableRulesSet(day="lima", rules=rules)).history))
    assert {each.id: each.cap for each in day.participants if each.id in caps} == caps


@pytest.mark.parametrize(
    "command",
    [
        Lock("lima", "m1", 1),
        SetTimetableRules("lima", TimetableRules()),
        SetSessions("lima", SESSIONS),
        RestrictMeeting("lima", "m1", None, (2,)),
        Order("lima", "m2", "m1"),
        LUNCH,
        SetTeams("lima", "c1", 2),
        SetInterpreters("lima", "es", (1, 1, 1)),
    ],
    ids=lambda command: type(command).__name__,
)
def test_a_published_timetable_changes_no_more(command: Any) -> None:
    published.when(command).refused("timetable-already-published")
