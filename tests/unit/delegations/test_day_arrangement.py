"""What may be demanded of a day's timetable, and what is refused because no timetable could keep it."""

from datetime import date, time
from typing import Any

import pytest

from services.delegations.domain.day import DAY
from services.delegations.domain.day_locks import Lock, Unlock
from services.delegations.domain.day_participants import Join
from services.delegations.domain.day_problem import problem
from services.delegations.domain.day_programme import RemoveProgrammeItem, SetProgrammeItem
from services.delegations.domain.day_restrictions import (
    LiftOrder,
    Order,
    RestrictMeeting,
    RestrictParticipant,
    SetSessions,
)
from services.delegations.domain.day_rooms import SetPartners, SetRooms
from services.delegations.domain.day_staffing import SetInterpreters, SetLanguages, SetTeams
from services.delegations.domain.timetable_rules import SetTimetableRules
from services.delegations.timetable.model import Place, Precedence
from shared.contracts.delegations.day_arrangement import (
    DayPartnersSet,
    DayRoomsSet,
    MeetingLocked,
    MeetingUnlocked,
    ProgrammeItemRemoved,
    ProgrammeItemSet,
    Room,
    Session,
    TimetableInterpretersSet,
    TimetableLanguagesSet,
    TimetableMeetingRestricted,
    TimetableMeetingsOrdered,
    TimetableOrderLifted,
    TimetableParticipantRestricted,
    TimetableRulesSet,
    TimetableSessionsSet,
    TimetableTeamsSet,
)
from shared.contracts.delegations.day_requests import MeetingRequestWithdrawn
from shared.contracts.delegations.timetable_parts import Quota, TimetableRules
from tests.scenario import Scenario
from tests.unit.delegations.one_day import ASKED, DRAFTED, PLANNED, PUBLISHED, REVIEWED, at, requested

asked = Scenario(DAY).given(*ASKED, requested("m3", "c2", "b2"))
two_tables = Scenario(DAY).given(PLANNED.model_copy(update={"tables": 2}), *asked.history[1:])
published = Scenario(DAY).given(*ASKED, DRAFTED, REVIEWED, PUBLISHED)

M1_LOCKED = MeetingLocked(day="lima", meeting="m1", slot=1)
SESSIONS = (Session(name="early", slots=(0,)), Session(name="late", slots=(1, 2)))
IN_SESSIONS = TimetableSessionsSet(day="lima", sessions=SESSIONS)
CHOOSING = TimetableRulesSet(day="lima", rules=TimetableRules())


def meeting(scenario: Scenario[Any, Any, Any], id: str) -> Any:
    """The meeting as the scheduler is asked for it."""
    return problem(DAY.fold(scenario.history)).meeting[id]


def absent(scenario: Scenario[Any, Any, Any], id: str) -> frozenset[int]:
    """The slots in which the scheduler is told that the participant is not free."""
    return problem(DAY.fold(scenario.history)).absences[id]


def test_a_locked_meeting_stays_in_its_slot_until_it_is_unlocked() -> None:
    asked.when(Lock("lima", "m1", 1)).then(M1_LOCKED)
    locked = asked.given(M1_LOCKED)
    locked.when(Lock("lima", "m1", 1)).nothing_happens()
    assert meeting(locked, "m1").fixed == 1
    locked.when(Unlock("lima", "m1")).then(unlocked := MeetingUnlocked(day="lima", meeting="m1"))
    assert meeting(locked.given(unlocked), "m1").fixed is None
    asked.when(Unlock("lima", "m1")).nothing_happens()


def test_a_lock_without_a_slot_takes_that_of_the_current_timetable() -> None:
    asked.when(Lock("lima", "m1")).refused("meeting-not-placed")
    asked.given(DRAFTED).when(Lock("lima", "m1")).then(M1_LOCKED)


def test_a_lock_holds_the_table_too_where_one_is_named() -> None:
    two_tables.when(Lock("lima", "m1", 1, 2)).then(on_table := M1_LOCKED.model_copy(update={"table": 2}))
    assert meeting(two_tables.given(on_table), "m1").table == 1
    two_tables.given(on_table).when(Lock("lima", "m3", 1, 2)).refused("locks-contradict")
    two_tables.when(Lock("lima", "m1", 1, 3)).refused("table-outside-day")


def test_a_lock_outside_the_day_or_where_a_party_is_away_is_refused() -> None:
    asked.when(Lock("lima", "m1", 3)).refused("slot-outside-day")
    asked.when(Lock("lima", "m1", 0)).refused("lock-impossible")
    asked.when(Lock("lima", "m9", 0)).refused("meeting-unknown")
    forbidden = TimetableMeetingRestricted(day="lima", meeting="m2", session=None, forbidden=(2,))
    asked.given(forbidden).when(Lock("lima", "m2", 2)).refused("lock-impossible")
    withdrawn = MeetingRequestWithdrawn(day="lima", meeting="m1", participant="c1", by_organiser=False)
    asked.given(withdrawn).when(Lock("lima", "m1", 1)).refused("request-does-not-stand")


def test_locks_that_contradict_each_other_are_refused() -> None:
    asked.given(M1_LOCKED).when(Lock("lima", "m3", 1)).refused("locks-contradict")
    two_tables.given(M1_LOCKED).when(Lock("lima", "m2", 1)).refused("locks-contradict")
    two_tables.given(M1_LOCKED).when(Lock("lima", "m3", 1)).then(
        MeetingLocked(day="lima", meeting="m3", slot=1),
    )
    spare = DayRoomsSet(day="lima", rooms=(), spare_tables=(2,))
    two_tables.given(spare).when(Lock("lima", "m1", 1, 2)).refused("lock-impossible")
    two_tables.given(spare, M1_LOCKED).when(Lock("lima", "m3", 1)).refused("locks-contradict")


def test_more_locked_meetings_than_a_quota_are_refused() -> None:
    rules = TimetableRules(quotas=(Quota(participant="c1", most=1),))
    few = asked.given(TimetableRulesSet(day="lima", rules=rules), M1_LOCKED)
    few.when(Lock("lima", "m2", 2)).refused("locks-contradict")
    both = asked.given(M1_LOCKED, MeetingLocked(day="lima", meeting="m2", slot=2))
    both.when(SetTimetableRules("lima", rules)).refused("locks-contradict")


def test_a_locked_request_must_be_held_even_where_requests_are_chosen() -> None:
    chosen = asked.given(CHOOSING)
    assert meeting(chosen, "m1").weight == 1
    assert meeting(chosen.given(M1_LOCKED), "m1").weight is None


def test_a_session_binds_meetings_and_participants() -> None:
    asked.when(SetSessions("lima", SESSIONS)).then(IN_SESSIONS)
    divided = asked.given(IN_SESSIONS)
    divided.when(SetSessions("lima", SESSIONS)).nothing_happens()
    bound = TimetableMeetingRestricted(day="lima", meeting="m2", session="late", forbidden=(2,))
    divided.when(RestrictMeeting("lima", "m2", "late", (2, 2))).then(bound)
    assert meeting(divided.given(bound), "m2").allowed == {1, 2}
    assert meeting(divided.given(bound), "m2").forbidden == {2}
    divided.given(bound).when(RestrictMeeting("lima", "m2", "late", (2,))).nothing_happens()
    asked.when(RestrictMeeting("lima", "m2")).nothing_happens()
    early = TimetableParticipantRestricted(day="lima", participant="c2", session="early")
    divided.when(RestrictParticipant("lima", "c2", "early")).then(early)
    assert absent(divided.given(early), "c2") == {1, 2}
    free = TimetableParticipantRestricted(day="lima", participant="c2", session=None)
    divided.given(early).when(RestrictParticipant("lima", "c2")).then(free)
    divided.when(RestrictParticipant("lima", "c2")).nothing_happens()


def test_a_session_that_leaves_nothing_is_refused() -> None:
    divided = asked.given(IN_SESSIONS)
    divided.when(RestrictParticipant("lima", "b1", "early")).refused("participant-without-availability")
    divided.when(RestrictMeeting("lima", "m1", "early")).refused("meeting-without-slot")
    divided.given(CHOOSING).when(RestrictMeeting("lima", "m1", "early")).then(
        TimetableMeetingRestricted(day="lima", meeting="m1", session="early", forbidden=())
    )
    divided.when(RestrictMeeting("lima", "m1", "noon")).refused("session-unknown")
    divided.when(RestrictMeeting("lima", "m1", None, (7,))).refused("slot-outside-day")
    divided.when(RestrictParticipant("lima", "nobody", "early")).refused("participant-unknown")
    divided.when(SetSessions("lima", (*SESSIONS, SESSIONS[0]))).refused("session-named-twice")
    divided.when(SetSessions("lima", (Session(name="never", slots=()),))).refused("session-without-slots")
    used = divided.given(TimetableParticipantRestricted(day="lima", participant="c2", session="early"))
    used.when(SetSessions("lima", SESSIONS[1:])).refused("session-in-use")


def test_a_meeting_comes_before_another_until_that_is_lifted() -> None:
    before = TimetableMeetingsOrdered(day="lima", earlier="m1", later="m2")
    asked.when(Order("lima", "m1", "m2")).then(before)
    ordered = asked.given(before)
    ordered.when(Order("lima", "m1", "m2")).nothing_happens()
    assert problem(DAY.fold(ordered.history)).precedences == (Precedence("m1", "m2"),)
    ordered.when(LiftOrder("lima", "m1", "m2")).then(TimetableOrderLifted(day="lima", earlier="m1", later="m2"))
    asked.when(LiftOrder("lima", "m1", "m2")).nothing_happens()
    asked.when(Order("lima", "m1", "m9")).refused("meeting-unknown")


def test_orders_that_no_timetable_keeps_are_refused() -> None:
    ordered = asked.given(
        TimetableMeetingsOrdered(day="lima", earlier="m1", later="m2"),
        TimetableMeetingsOrdered(day="lima", earlier="m2", later="m3"),
    )
    ordered.when(Order("lima", "m3", "m1")).refused("orders-contradict")
    asked.when(Order("lima", "m1", "m1")).refused("orders-contradict")
    ordered.given(M1_LOCKED).when(Lock("lima", "m2", 0)).refused("orders-contradict")


def test_an_order_with_a_request_that_does_not_stand_binds_nobody() -> None:
    withdrawn = MeetingRequestWithdrawn(day="lima", meeting="m2", participant="c1", by_organiser=False)
    ordered = asked.given(TimetableMeetingsOrdered(day="lima", earlier="m1", later="m2"), withdrawn)
    assert problem(DAY.fold(ordered.history)).precedences == ()


LUNCH = SetProgrammeItem("lima", "lunch", "Lunch", time(9, 15), time(9, 45), ("c1",))
LUNCH_SET = ProgrammeItemSet(
    day="lima",
    item="lunch",
    title="Lunch",
    starts_at=at(14, 15),
    ends_at=at(14, 45),
    slots=(0, 1),
    participants=("c1",),
)


def test_a_programme_item_takes_the_slots_that_it_touches_from_those_it_concerns() -> None:
    asked.given(CHOOSING).when(LUNCH).then(LUNCH_SET)
    at_lunch = asked.given(CHOOSING, LUNCH_SET)
    at_lunch.when(LUNCH).nothing_happens()
    assert absent(at_lunch, "c1") == {0, 1}
    assert absent(at_lunch, "c2") == set()
    for_all = LUNCH_SET.model_copy(update={"participants": ()})
    assert absent(asked.given(for_all), "b1") == absent(asked.given(for_all), "c2") == {0, 1}
    at_lunch.when(RemoveProgrammeItem("lima", "lunch")).then(removed := ProgrammeItemRemoved(day="lima", item="lunch"))
    assert absent(at_lunch.given(removed), "c1") == set()
    asked.when(RemoveProgrammeItem("lima", "lunch")).nothing_happens()


def test_a_programme_item_that_leaves_no_room_is_refused() -> None:
    all_day = SetProgrammeItem("lima", "talks", "Talks", time(8), time(18))
    asked.when(all_day).refused("participant-without-availability")
    late = SetProgrammeItem("lima", "panel", "Panel", time(9, 30), time(18), ("b2",))
    asked.given(M1_LOCKED).when(SetProgrammeItem("lima", "panel", "Panel", time(9, 30), time(10), ("b1",))).refused(
        "lock-impossible"
    )
    asked.when(late).then(
        ProgrammeItemSet(
            day="lima",
            item="panel",
            title="Panel",
            starts_at=at(14, 30),
            ends_at=at(23),
            slots=(1, 2),
            participants=("b2",),
        )
    )
    asked.when(SetProgrammeItem("lima", "panel", "Panel", time(9), time(9))).refused("programme-item-ends-too-early")
    foreign = SetProgrammeItem("lima", "panel", "Panel", time(9), time(10), ("nobody",))
    asked.when(foreign).refused("participant-unknown")


def test_a_clock_time_that_a_clock_change_skips_is_refused() -> None:
    paris = {"time_zone": "Europe/Paris", "held_on": date(2027, 3, 28), "slots": (at(14).replace(month=3, day=28),)}
    spring = Scenario(DAY).given(PLANNED.model_copy(update=paris))
    night = SetProgrammeItem("lima", "welcome", "Welcome", time(2, 30), time(4))
    spring.when(night).refused("clock-time-ambiguous")


def test_who_joins_needs_a_slot_that_the_programme_leaves() -> None:
    for_all = LUNCH_SET.model_copy(update={"participants": ()})
    joining = Join("lima", "b9", "buyer", "B9", "of-b9", (2,))
    asked.given(for_all).when(joining).refused("participant-without-availability")


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
    named = DayPartnersSet(day="lima", partners=("bpifrance", "business-france"))
    asked.when(SetPartners("lima", ("business-france", "bpifrance"))).then(named)
    asked.given(named).when(SetPartners("lima", ("bpifrance", "business-france"))).nothing_happens()


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
    quota = Quota(participant="c1", most=1)
    asked.when(SetTimetableRules("lima", TimetableRules(quotas=(quota, quota)))).refused("quota-set-twice")
    foreign = TimetableRules(quotas=(Quota(participant="nobody", most=1),))
    asked.when(SetTimetableRules("lima", foreign)).refused("participant-unknown")


@pytest.mark.parametrize(
    ("rules", "caps"),
    [
        (None, {"c1": None, "b1": None}),
        (TimetableRules(), {"c1": None, "b1": None}),
        (TimetableRules(most_per_company=2, most_per_buyer=1), {"c1": 2, "b1": 1}),
        (TimetableRules(most_per_company=2, quotas=(Quota(participant="c1", most=3),)), {"c1": 3, "c2": 2, "b1": None}),
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
