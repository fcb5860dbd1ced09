"""Sessions, orders and the programme of a day, and what of them no timetable could keep."""

from datetime import time

from services.delegations.domain.day import DAY
from services.delegations.domain.day_locks import Lock
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
from services.delegations.timetable.model import Precedence
from shared.contracts.delegations.day_arrangement import (
    DaySession,
    ProgrammeItemRemoved,
    ProgrammeItemSet,
    TimetableMeetingRestricted,
    TimetableMeetingsOrdered,
    TimetableOrderLifted,
    TimetableParticipantRestricted,
)
from shared.contracts.delegations.day_requests import MeetingRequestWithdrawn
from tests.unit.delegations.arranged_day import (
    CHOOSING,
    IN_SESSIONS,
    LUNCH,
    LUNCH_SET,
    M1_LOCKED,
    SESSIONS,
    absent,
    asked,
    meeting,
)
from tests.unit.delegations.one_day import at


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
    divided.when(SetSessions("lima", (DaySession(name="never", slots=()),))).refused("session-without-slots")
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


def test_who_joins_needs_a_slot_that_the_programme_leaves() -> None:
    for_all = LUNCH_SET.model_copy(update={"participants": ()})
    joining = Join("lima", "b9", "buyer", "B9", "of-b9", (2,))
    asked.given(for_all).when(joining).refused("participant-without-availability")
