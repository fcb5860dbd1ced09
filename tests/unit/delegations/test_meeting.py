"""Given a meeting of a published timetable, what happens to it on the day and after."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.delegations.domain.booked_meeting import booked
from services.delegations.domain.day import DAY
from services.delegations.domain.follow_up import over_at
from services.delegations.domain.meeting import MEETING
from services.delegations.domain.meeting_course import CallOff, End, Miss, Start, Undo
from services.delegations.domain.meeting_outcomes import FollowUp, RemindFollowUp
from services.delegations.domain.meeting_results import CorrectResult, StateResult, WithdrawResult
from shared.contracts.delegations.day import MeetingCancelled
from shared.contracts.delegations.meeting import (
    MeetingCalledOff,
    MeetingFollowUpReminded,
    MeetingMissed,
    MeetingMissedInError,
    MeetingOutcomeFollowedUp,
    MeetingResultCorrected,
    MeetingResultStated,
    MeetingResultWithdrawn,
    MeetingStarted,
    MeetingStartedInError,
)
from shared.eventing.decider import Refused
from tests.scenario import Scenario
from tests.unit.delegations.one_day import ASKED, DRAFTED, M1, M2, PUBLISHED, REVIEWED, requested
from tests.unit.delegations.one_meeting import (
    BEGUN,
    BOOKED,
    CANCELLED,
    EARLY,
    ENDED,
    EVENING,
    LATER,
    MISSED,
    MONTHS_LATER,
    OVER,
    STARTED,
    STATED,
    STEP,
    TRIAL,
    note,
    noted,
    of,
)

MEETINGS = Scenario(MEETING)
SECOND = timedelta(seconds=1)


def test_only_a_meeting_of_the_published_timetable_is_booked() -> None:
    drafted = DAY.fold([*ASKED, DRAFTED, REVIEWED])
    published = DAY.fold([*ASKED, requested("m3", "c2", "b1"), DRAFTED, REVIEWED, PUBLISHED])
    for day, meeting, slug in (
        (drafted, "m1", "timetable-not-published"),
        (published, "m9", "meeting-unknown"),
        (published, "m3", "meeting-not-in-timetable"),
    ):
        with pytest.raises(Refused, match=slug):
            booked(day, meeting)
    assert booked(published, "m1").appointment == M1
    gone = MeetingCancelled(day="lima", post="lima", appointment=M2, reason="ill")
    cancelled = DAY.fold([*ASKED, DRAFTED, REVIEWED, PUBLISHED, gone])
    assert [booked(cancelled, id).cancelled for id in ("m1", "m2")] == [False, True]


def test_a_meeting_begins_and_ends_when_and_where_it_really_does() -> None:
    MEETINGS.when(Start(BOOKED, BEGUN)).then(STARTED)
    MEETINGS.when(Start(BOOKED, LATER, started_at=BEGUN, table=3)).then(
        MeetingStarted(**of(LATER), table=3, started_at=BEGUN)
    )
    MEETINGS.given(STARTED).when(End(BOOKED, LATER)).then(ENDED)


def test_a_meeting_may_begin_early_but_not_on_another_day_nor_in_the_future() -> None:
    MEETINGS.when(Start(BOOKED, EARLY)).then(MeetingStarted(**of(EARLY), table=1, started_at=EARLY))
    MEETINGS.when(Start(BOOKED, BEGUN, started_at=LATER)).refused("meeting-in-the-future")
    MEETINGS.when(Start(BOOKED, BEGUN, started_at=BEGUN - timedelta(days=1))).refused("meeting-wrong-day")
    MEETINGS.when(Start(BOOKED, BEGUN, table=4)).refused("table-outside-day")


def test_the_day_is_that_of_the_clocks_at_the_venue() -> None:
    next_day_in_utc = EVENING + timedelta(hours=5)
    MEETINGS.when(Start(BOOKED, next_day_in_utc)).then(
        MeetingStarted(**of(next_day_in_utc), table=1, started_at=next_day_in_utc)
    )
    MEETINGS.when(Start(BOOKED, next_day_in_utc + timedelta(hours=1))).refused("meeting-wrong-day")


def test_what_began_begins_once() -> None:
    begun = MEETINGS.given(STARTED)
    begun.when(Start(BOOKED, LATER)).nothing_happens()
    begun.when(Start(BOOKED, LATER, started_at=BEGUN, table=1)).nothing_happens()
    begun.when(Start(BOOKED, LATER, table=2)).refused("meeting-already-started")
    begun.when(Miss(BOOKED, frozenset({"buyer"}), LATER)).refused("meeting-already-started")


def test_an_end_needs_a_beginning_and_comes_once() -> None:
    MEETINGS.when(End(BOOKED, LATER)).refused("meeting-not-started")
    MEETINGS.given(STARTED).when(End(BOOKED, LATER, BEGUN - SECOND)).refused("meeting-ends-before-start")
    MEETINGS.given(STARTED).when(End(BOOKED, BEGUN, LATER)).refused("meeting-in-the-future")
    ended = MEETINGS.given(STARTED, ENDED)
    ended.when(End(BOOKED, EVENING)).nothing_happens()
    ended.when(End(BOOKED, EVENING, EVENING)).refused("meeting-already-ended")


def test_a_side_is_missing_only_once_the_meeting_should_have_begun() -> None:
    MEETINGS.when(Miss(BOOKED, frozenset({"buyer"}), EARLY)).refused("meeting-not-begun")
    MEETINGS.when(Miss(BOOKED, frozenset({"buyer"}), LATER)).then(MISSED)
    both = Miss(BOOKED, frozenset({"company", "buyer"}), LATER)
    MEETINGS.when(both).then(MeetingMissed(**of(LATER), missing=("buyer", "company")))


def test_a_missed_meeting_stays_so_until_that_is_taken_back() -> None:
    missed = MEETINGS.given(MISSED)
    missed.when(Miss(BOOKED, frozenset({"buyer"}), EVENING)).nothing_happens()
    missed.when(Miss(BOOKED, frozenset({"company"}), EVENING)).refused("meeting-already-missed")
    missed.when(Start(BOOKED, EVENING)).refused("meeting-already-missed")
    taken_back = MeetingMissedInError(**of(EVENING), reason="late")
    missed.when(Undo(BOOKED, "late", EVENING)).then(taken_back)
    missed.given(taken_back).when(Start(BOOKED, EVENING, BEGUN, 1)).then(
        MeetingStarted(**of(EVENING), table=1, started_at=BEGUN)
    )


def test_a_beginning_that_was_recorded_for_the_wrong_meeting_is_taken_back_with_its_end() -> None:
    taken_back = MeetingStartedInError(**of(EVENING), reason="next table")
    held = MEETINGS.given(STARTED, ENDED)
    held.when(Undo(BOOKED, "next table", EVENING)).then(taken_back)
    held.given(taken_back).when(End(BOOKED, EVENING)).refused("meeting-not-started")
    held.given(taken_back).when(Undo(BOOKED, "again", EVENING)).refused("meeting-without-course")


def test_a_cancelled_meeting_has_no_course_and_no_outcome() -> None:
    MEETINGS.when(Start(CANCELLED, BEGUN)).refused("meeting-already-cancelled")
    MEETINGS.when(Miss(CANCELLED, frozenset({"buyer"}), LATER)).refused("meeting-already-cancelled")
    MEETINGS.when(note(CANCELLED)).refused("meeting-already-cancelled")
    MEETINGS.given(STARTED).when(End(CANCELLED, LATER)).then(ENDED)


def test_a_meeting_is_called_off_once_and_then_has_no_course_whatever_was_known_of_it_before() -> None:
    called_off = MeetingCalledOff(**of(EARLY), sequence=1)
    MEETINGS.when(CallOff(BOOKED, EARLY)).then(called_off)
    gone = MEETINGS.given(called_off)
    gone.when(CallOff(BOOKED, BEGUN)).nothing_happens()
    gone.when(Start(BOOKED, BEGUN)).refused("meeting-already-cancelled")
    gone.when(Miss(BOOKED, frozenset({"buyer"}), LATER)).refused("meeting-already-cancelled")
    gone.when(note()).refused("meeting-already-cancelled")


def test_what_is_recorded_of_a_meeting_is_not_called_off_unless_it_is_taken_back() -> None:
    call_off = CallOff(BOOKED, LATER)
    MEETINGS.given(STARTED).when(call_off).refused("meeting-already-started")
    MEETINGS.given(noted()).when(call_off).refused("meeting-already-started")
    MEETINGS.given(MISSED).when(call_off).refused("meeting-already-missed")
    called_off = MeetingCalledOff(**of(LATER), sequence=1)
    MEETINGS.given(noted(met=False)).when(call_off).then(called_off)
    MEETINGS.given(STARTED, MeetingStartedInError(**of(LATER), reason="no")).when(call_off).then(called_off)
    MEETINGS.given(MISSED, MeetingMissedInError(**of(LATER), reason="no")).when(call_off).then(called_off)


def test_a_meeting_that_a_repair_holds_again_has_a_course() -> None:
    gone = MEETINGS.given(MeetingCalledOff(**of(EARLY), sequence=1))
    again = replace(BOOKED, appointment=M1.model_copy(update={"sequence": 2}))
    gone.when(Start(again, BEGUN)).then(STARTED)
    gone.when(CallOff(again, BEGUN)).then(MeetingCalledOff(**of(BEGUN), sequence=3))


def test_each_side_says_what_it_took_from_the_meeting() -> None:
    MEETINGS.when(note(interest=4, **STEP)).then(noted(interest=4, **STEP))
    buyer: dict[str, Any] = {"side": "buyer", "met": False, "by_organiser": True}
    MEETINGS.given(noted(interest=4)).when(note(**buyer)).then(noted(**buyer))


def test_nobody_says_how_it_was_before_it_was() -> None:
    MEETINGS.when(note(when=EARLY)).refused("meeting-not-begun")
    began_early = STARTED.model_copy(update={"started_at": EARLY, "at": EARLY})
    MEETINGS.given(began_early).when(note(when=EARLY)).then(noted(EARLY))


def test_an_outcome_makes_sense_in_itself() -> None:
    MEETINGS.when(note(met=False, interest=3)).refused("interest-without-meeting")
    MEETINGS.when(note(follow_up_on=date(2027, 6, 15))).refused("follow-up-without-step")
    MEETINGS.when(note(next_step="call", follow_up_on=date(2027, 5, 31))).refused("follow-up-before-meeting")


def test_a_later_word_replaces_the_earlier_one_and_the_same_word_changes_nothing() -> None:
    said = MEETINGS.given(noted(interest=2))
    said.when(note(interest=2, by_organiser=True)).nothing_happens()
    said.when(note(interest=5, by_organiser=True)).then(noted(interest=5, by_organiser=True))


def test_a_next_step_is_followed_up_once_and_another_one_anew() -> None:
    MEETINGS.when(FollowUp(BOOKED, "company", by_organiser=False, now=EVENING)).refused("follow-up-unknown")
    MEETINGS.given(noted()).when(FollowUp(BOOKED, "company", by_organiser=False, now=EVENING)).refused(
        "follow-up-unknown"
    )
    done = MeetingOutcomeFollowedUp(**of(MONTHS_LATER), side="company", by_organiser=False)
    follow_up = FollowUp(BOOKED, "company", by_organiser=False, now=MONTHS_LATER)
    planned = MEETINGS.given(noted(**STEP))
    planned.when(follow_up).then(done)
    planned.given(done).when(follow_up).nothing_happens()
    planned.given(done, noted(interest=1, **STEP)).when(follow_up).nothing_happens()
    planned.given(done, noted(next_step="call")).when(follow_up).then(done)


def reminded(when: datetime = OVER, **step: Any) -> MeetingFollowUpReminded:
    return MeetingFollowUpReminded(**{**of(when), "side": "company", **STEP, **step})


def test_a_side_is_reminded_once_when_the_day_of_its_next_step_is_over_at_the_venue() -> None:
    planned = MEETINGS.given(noted(**STEP))
    planned.when(RemindFollowUp("company", OVER - SECOND)).nothing_happens()
    planned.when(RemindFollowUp("company", OVER)).then(reminded())
    planned.when(RemindFollowUp("buyer", OVER)).nothing_happens()
    planned.given(reminded()).when(RemindFollowUp("company", MONTHS_LATER)).nothing_happens()
    planned.given(reminded(), noted(interest=1, **STEP)).when(RemindFollowUp("company", MONTHS_LATER)).nothing_happens()
    other_day = {**STEP, "follow_up_on": date(2027, 7, 1), "due_at": datetime(2027, 7, 2, 5, tzinfo=UTC)}
    planned.given(reminded(), noted(**other_day)).when(RemindFollowUp("company", MONTHS_LATER)).then(
        reminded(MONTHS_LATER, follow_up_on=date(2027, 7, 1))
    )


def test_what_is_done_or_has_no_day_is_not_reminded_of() -> None:
    done = MeetingOutcomeFollowedUp(**of(EVENING), side="company", by_organiser=False)
    for history in ([], [noted()], [noted(next_step="call")], [noted(**STEP), done]):
        MEETINGS.given(*history).when(RemindFollowUp("company", MONTHS_LATER)).nothing_happens()


def test_a_day_of_which_it_is_not_noted_when_it_is_over_is_over_when_it_is_so_everywhere() -> None:
    early = MEETINGS.given(noted(**STEP).model_copy(update={"due_at": None}))
    everywhere = datetime(2027, 6, 16, 12, tzinfo=UTC)
    early.when(RemindFollowUp("company", everywhere - SECOND)).nothing_happens()
    early.when(RemindFollowUp("company", everywhere)).then(reminded(everywhere))


@pytest.mark.parametrize("day", [date.max, date(2027, 6, 15)])
@pytest.mark.parametrize("zone", ["America/Lima", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_every_day_is_over_some_time(day: date, zone: str) -> None:
    assert over_at(day, zone).tzinfo is UTC
    assert day == date.max or over_at(day, zone).astimezone(ZoneInfo(zone)).date() == date(2027, 6, 16)


def test_a_result_comes_of_a_meeting_that_was_held() -> None:
    state = StateResult(BOOKED, "r1", TRIAL, "company", by_organiser=False, now=MONTHS_LATER)
    MEETINGS.when(state).refused("meeting-not-held")
    MEETINGS.given(noted(met=False)).when(state).refused("meeting-not-held")
    MEETINGS.given(MISSED, noted()).when(state).refused("meeting-not-held")
    for held in (STARTED, noted(side="buyer")):
        MEETINGS.given(held).when(state).then(STATED)
        MEETINGS.given(held, STATED).when(state).nothing_happens()


@pytest.mark.parametrize(
    ("reached_on", "slug"), [(date(2027, 5, 31), "result-before-meeting"), (date(2027, 9, 2), "result-in-the-future")]
)
def test_a_result_lies_between_the_meeting_and_today(reached_on: date, slug: str) -> None:
    stated = TRIAL.model_copy(update={"reached_on": reached_on})
    MEETINGS.given(STARTED).when(
        StateResult(BOOKED, "r1", stated, "company", by_organiser=False, now=MONTHS_LATER)
    ).refused(slug)
    correct = CorrectResult(BOOKED, "r1", stated, "company", MONTHS_LATER)
    MEETINGS.given(STARTED, STATED).when(correct).refused(slug)


def test_a_later_statement_corrects_a_result_and_says_what_was_stated_before() -> None:
    contract = TRIAL.model_copy(update={"kind": "contract", "amount": 90_000})
    correct = CorrectResult(BOOKED, "r1", contract, None, MONTHS_LATER)
    corrected = MeetingResultCorrected(
        **of(MONTHS_LATER), result="r1", stated=contract, former=TRIAL, by_organiser=True
    )
    stated = MEETINGS.given(STARTED, STATED)
    stated.when(correct).then(corrected)
    stated.given(corrected).when(correct).nothing_happens()
    stated.when(replace(correct, result="r2")).refused("result-unknown")
    again = StateResult(BOOKED, "r1", contract, "company", by_organiser=False, now=MONTHS_LATER)
    stated.when(again).refused("result-already-stated")


def test_each_side_states_and_corrects_its_own_results_and_the_organiser_either_sides() -> None:
    contract = TRIAL.model_copy(update={"kind": "contract"})
    state = StateResult(BOOKED, "r2", TRIAL, "buyer", by_organiser=False, now=MONTHS_LATER)
    mine = MeetingResultStated(**of(MONTHS_LATER), result="r2", stated=TRIAL, by_organiser=False, side="buyer")
    held = MEETINGS.given(STARTED, STATED)
    held.when(state).then(mine)
    held.when(replace(state, result="r1")).refused("result-already-stated")
    both = held.given(mine)
    both.when(replace(state, by_organiser=True)).nothing_happens()
    correct = CorrectResult(BOOKED, "r2", contract, "buyer", MONTHS_LATER)
    corrected = MeetingResultCorrected(
        **of(MONTHS_LATER), result="r2", stated=contract, former=TRIAL, by_organiser=False, side="buyer"
    )
    both.when(correct).then(corrected)
    both.when(replace(correct, side=None)).then(corrected.model_copy(update={"by_organiser": True}))
    both.when(replace(correct, side="company")).refused("result-unknown")
    both.when(WithdrawResult(BOOKED, "r1", "theirs", "buyer", MONTHS_LATER)).refused("result-unknown")


def test_a_result_that_never_was_is_withdrawn_for_good() -> None:
    withdraw = WithdrawResult(BOOKED, "r1", "mistaken", "company", MONTHS_LATER)
    withdrawn = MeetingResultWithdrawn(
        **of(MONTHS_LATER), result="r1", former=TRIAL, reason="mistaken", by_organiser=False
    )
    stated = MEETINGS.given(STARTED, STATED)
    stated.when(withdraw).then(withdrawn)
    gone = stated.given(withdrawn)
    gone.when(withdraw).nothing_happens()
    gone.when(StateResult(BOOKED, "r1", TRIAL, "company", by_organiser=False, now=MONTHS_LATER)).refused(
        "result-already-stated"
    )
    correct = CorrectResult(BOOKED, "r1", TRIAL, "company", MONTHS_LATER)
    gone.when(correct).refused("result-already-withdrawn")
    MEETINGS.when(withdraw).refused("result-unknown")
