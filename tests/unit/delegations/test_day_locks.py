"""Locks on meetings, and those that are refused because no timetable could keep them."""

from datetime import date, time

from services.delegations.domain.day import DAY
from services.delegations.domain.day_locks import Lock, Unlock
from services.delegations.domain.day_programme import SetProgrammeItem
from services.delegations.domain.timetable_rules import SetTimetableRules
from shared.contracts.delegations.day_arrangement import (
    DayRoomsSet,
    MeetingLocked,
    MeetingUnlocked,
    TimetableMeetingRestricted,
    TimetableRulesSet,
)
from shared.contracts.delegations.day_requests import MeetingRequestWithdrawn
from shared.contracts.delegations.timetable_parts import MeetingQuota, TimetableRules
from tests.scenario import Scenario
from tests.unit.delegations.arranged_day import CHOOSING, M1_LOCKED, asked, meeting, two_tables
from tests.unit.delegations.one_day import DRAFTED, PLANNED, at


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
    rules = TimetableRules(quotas=(MeetingQuota(participant="c1", most=1),))
    few = asked.given(TimetableRulesSet(day="lima", rules=rules), M1_LOCKED)
    few.when(Lock("lima", "m2", 2)).refused("locks-contradict")
    both = asked.given(M1_LOCKED, MeetingLocked(day="lima", meeting="m2", slot=2))
    both.when(SetTimetableRules("lima", rules)).refused("locks-contradict")


def test_a_locked_request_must_be_held_even_where_requests_are_chosen() -> None:
    chosen = asked.given(CHOOSING)
    assert meeting(chosen, "m1").weight == 1
    assert meeting(chosen.given(M1_LOCKED), "m1").weight is None


def test_a_clock_time_that_a_clock_change_skips_is_refused() -> None:
    paris = {"time_zone": "Europe/Paris", "held_on": date(2027, 3, 28), "slots": (at(14).replace(month=3, day=28),)}
    spring = Scenario(DAY).given(PLANNED.model_copy(update=paris))
    night = SetProgrammeItem("lima", "welcome", "Welcome", time(2, 30), time(4))
    spring.when(night).refused("clock-time-ambiguous")
