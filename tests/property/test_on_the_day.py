"""What holds for every course of a meeting and of a day's check-in, whatever is said in whatever order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from services.delegations.domain.attendance import ATTENDANCE, CheckIn, UndoCheckIn
from services.delegations.domain.booked_meeting import Booked, booked
from services.delegations.domain.day import DAY
from services.delegations.domain.day_meetings import Cancel
from services.delegations.domain.meeting import MEETING
from services.delegations.domain.meeting_course import CallOff, End, Miss, Start, Undo
from services.delegations.domain.meeting_outcomes import FollowUp, RemindFollowUp
from services.delegations.domain.meeting_results import CorrectResult, StateResult, WithdrawResult
from services.delegations.views.attendances import ATTENDANCES
from services.delegations.views.held_meetings import HELD_MEETINGS
from services.delegations.views.result_statistics import RESULT_STATISTICS
from shared.contracts.delegations.day_repair import AppointmentAdded
from shared.contracts.delegations.meeting import MeetingFollowUpReminded, ResultStatement
from shared.eventing.decider import Decider, Refused
from tests.unit.delegations.one_day import ASKED, DRAFTED, PLANNED, PUBLISHED, REVIEWED
from tests.unit.delegations.one_meeting import BEGUN, BOOKED, CANCELLED, EARLY, EVENING, LATER, MONTHS_LATER, note
from tests.unit.delegations.test_views import shown

LIMA = DAY.fold(ASKED)
BOOKINGS = st.sampled_from([BOOKED, BOOKED, BOOKED, CANCELLED])
INSTANTS = st.sampled_from([EARLY, BEGUN, LATER, EVENING, MONTHS_LATER])
SIDES = st.sampled_from(["company", "buyer"])
DATES = st.sampled_from([date(2027, 5, 31), date(2027, 6, 1), date(2027, 8, 1)])
STATEMENTS = st.builds(
    ResultStatement,
    kind=st.sampled_from(["contract", "trial"]),
    sector=st.sampled_from(["Drones", "drones", "Boots"]),
    reached_on=DATES,
    amount=st.none() | st.integers(0, 9),
    currency=st.sampled_from(["EUR", "USD"]),
)
RESULTS, YES_NO = st.sampled_from(["r1", "r2"]), st.booleans()
STEPS = st.one_of(
    st.builds(Start, BOOKINGS, INSTANTS, st.none() | INSTANTS, st.none() | st.integers(1, 4)),
    st.builds(End, BOOKINGS, INSTANTS, st.none() | INSTANTS),
    st.builds(Miss, BOOKINGS, st.frozensets(SIDES, min_size=1), INSTANTS),
    st.builds(Undo, BOOKINGS, st.just("wrong"), INSTANTS),
    st.builds(
        note,
        BOOKINGS,
        INSTANTS,
        side=SIDES,
        met=YES_NO,
        interest=st.none() | st.integers(1, 5),
        next_step=st.none() | st.just("call"),
        follow_up_on=st.none() | DATES,
        by_organiser=YES_NO,
    ),
    st.builds(FollowUp, BOOKINGS, SIDES, YES_NO, INSTANTS),
    st.builds(RemindFollowUp, SIDES, INSTANTS),
    st.builds(StateResult, BOOKINGS, RESULTS, STATEMENTS, SIDES, YES_NO, INSTANTS),
    st.builds(CorrectResult, BOOKINGS, RESULTS, STATEMENTS, st.none() | SIDES, INSTANTS),
    st.builds(WithdrawResult, BOOKINGS, RESULTS, st.just("wrong"), st.none() | SIDES, INSTANTS),
)


def history(decider: Decider[Any, Any, Any], steps: Sequence[Any], once: tuple[type, ...]) -> list[Any]:
    """What happens; each command that was accepted is then accepted again, but for those of which each is one more."""
    events: list[Any] = []
    for step in steps:
        try:
            happened = decider.decide(decider.fold(events), step)
        except Refused as refusal:
            event(refusal.slug)
            continue
        events.extend(happened)
        if not isinstance(step, once):
            assert list(decider.decide(decider.fold(events), step)) == []
    return events


@given(st.lists(STEPS, max_size=25))
def test_a_meeting_is_held_or_missed_and_its_ends_are_in_order(steps: Sequence[Any]) -> None:
    meeting = MEETING.initial
    for happened in history(MEETING, steps, once=(Undo,)):
        meeting = MEETING.evolve(meeting, happened)
        assert not (meeting.started and meeting.missing)
        assert meeting.started or not meeting.ended_at
        if meeting.started:
            assert BOOKED.day_of(meeting.started.started_at) == PLANNED.held_on
            assert meeting.started.started_at <= (meeting.ended_at or meeting.started.started_at)
        assert all(each.started_at <= each.at for each in (meeting.started,) if each)
        assert meeting.reminded <= {side for side, said in meeting.outcomes.items() if said.follow_up_on}
        if isinstance(happened, MeetingFollowUpReminded):
            assert happened.side not in meeting.followed_up
            assert happened.at >= (meeting.outcomes[happened.side].due_at or happened.at)
        assert meeting.followed_up <= {side for side, said in meeting.outcomes.items() if said.next_step}
        assert all(said.met or said.interest is None for said in meeting.outcomes.values())


@given(st.lists(STEPS, max_size=25))
def test_nothing_of_a_cancelled_meeting_that_never_began_is_recorded(steps: Sequence[Any]) -> None:
    booked = [step for step in steps if not isinstance(step, RemindFollowUp)]
    assert history(MEETING, [replace(step, booked=CANCELLED) for step in booked], once=(Undo,)) == []


KNOWN = st.sampled_from(["now", "as it was before"])
RACES = st.lists(
    st.tuples(st.sampled_from(["cancel", "again", "look", "start", "miss", "note", "undo"]), KNOWN), max_size=15
)


@settings(max_examples=300)
@given(RACES)
def test_a_meeting_that_is_cancelled_was_never_held_or_missed_however_old_what_was_known(races: Sequence[Any]) -> None:
    """Cancelling writes to the day and to the meeting at once; whoever records may have read the day long before."""
    day, meeting, before = (
        [*ASKED, DRAFTED, REVIEWED, PUBLISHED],
        list[Any](),
        DAY.fold([*ASKED, DRAFTED, REVIEWED, PUBLISHED]),
    )
    for verb, known in races:
        now = DAY.fold(day)
        found = booked(now if known == "now" else before, "m1")
        commands: dict[str, Any] = {
            "start": Start(found, BEGUN), "miss": Miss(found, frozenset({"buyer"}), BEGUN),
            "note": note(found, BEGUN), "undo": Undo(found, "wrong", BEGUN),
        }  # fmt: skip
        try:
            if verb == "cancel":
                gone = DAY.decide(now, Cancel("lima", "m1", "ill", EARLY, "c1"))
                meeting += MEETING.decide(MEETING.fold(meeting), CallOff(found, EARLY))
                day += gone
            elif verb == "again" and "m1" in now.cancelled:
                appointment = now.appointments["m1"].model_copy(
                    update={"sequence": now.appointments["m1"].sequence + 1}
                )
                day.append(
                    AppointmentAdded(day="lima", post="lima", repair="r", appointment=appointment, added_at=EARLY)
                )
            elif verb == "look":
                before = now
            elif verb in commands:
                meeting += MEETING.decide(MEETING.fold(meeting), commands[verb])
        except Refused as refusal:
            event(refusal.slug)
        held = MEETING.fold(meeting)
        assert "m1" not in DAY.fold(day).cancelled or not (held.held or held.missing)


@given(st.lists(STEPS, max_size=25))
def test_the_view_of_a_meeting_says_what_its_history_says(steps: Sequence[Any]) -> None:
    events = history(MEETING, steps, once=(Undo,))
    meeting, seen = MEETING.fold(events), dict[str, Any](shown(HELD_MEETINGS, events)).get("lima/m1")
    if not events:
        assert seen is None
        return
    assert seen is not None
    assert seen["started_at"] == (meeting.started.started_at if meeting.started else None)
    assert (seen["ended_at"], tuple(seen["missing"])) == (meeting.ended_at, meeting.missing)
    assert {side: (each["met"], each["interest"]) for side, each in seen["outcomes"].items()} == {
        side: (said.met, said.interest) for side, said in meeting.outcomes.items()
    }
    assert {side for side, each in seen["outcomes"].items() if each["followed_up_at"]} == meeting.followed_up
    standing = {id for id, stated in meeting.results.items() if stated}
    assert {id for id, each in seen["results"].items() if each["status"] == "stated"} == standing


@given(st.lists(STEPS, max_size=25))
def test_the_statistics_count_each_result_where_it_stands_now(steps: Sequence[Any]) -> None:
    events = history(MEETING, steps, once=(Undo,))
    meeting = MEETING.fold(events)
    stated = [each for id, each in meeting.results.items() if each and meeting.result_sides[id] == "company"]
    found: list[Any] = list(shown(RESULT_STATISTICS, events).values())
    keys = [(each["sector"], each["kind"], each["currency"]) for each in found]
    assert len(set(keys)) == len(keys)
    for key, figures in zip(keys, found, strict=True):
        mine = [each for each in stated if (each.sector.lower(), each.kind, each.currency) == key]
        assert (figures["results"], figures["amount"]) == (len(mine), sum(each.amount or 0 for each in mine))
    assert sum(each["results"] for each in found) == len(stated)


PEOPLE = st.sampled_from(["c1", "b1", "b9"])
HOURS = st.integers(-20, 30).map(lambda hours: BEGUN + timedelta(hours=hours))
ARRIVALS = st.builds(CheckIn, st.just(LIMA), PEOPLE, HOURS, YES_NO)
UNDONE = st.builds(UndoCheckIn, st.just(LIMA), PEOPLE, st.just("wrong"), HOURS)


@given(st.lists(ARRIVALS | UNDONE, max_size=20))
def test_whoever_is_present_takes_part_and_came_on_the_day(steps: Sequence[CheckIn | UndoCheckIn]) -> None:
    by_hand = [replace(step, by_scan=False) if isinstance(step, CheckIn) else step for step in steps]
    for said, once in ((steps, (CheckIn, UndoCheckIn)), (by_hand, (UndoCheckIn,))):
        events = history(ATTENDANCE, said, once)
        present = ATTENDANCE.fold(events)
        assert present.keys() <= LIMA.participants.keys()
        assert all(on_the_day(at) for at in present.values())
        seen: list[Any] = list(shown(ATTENDANCES, events).values())
        assert {each["participant"]: each["at"] for each in seen if each["present"]} == present


def on_the_day(instant: datetime) -> bool:
    return Booked(PLANNED, BOOKED.appointment, cancelled=False).day_of(instant) == PLANNED.held_on
