"""The rules of the meetings of a published timetable."""

from datetime import datetime

import pytest

from services.delegations.domain.day import DAY
from services.delegations.domain.day_meetings import Cancel, RecordAnswer
from shared.contracts.delegations.day import Answer, MeetingAnswered, MeetingCancelled
from tests.scenario import Scenario
from tests.unit.delegations.one_day import ASKED, BEFORE, DRAFTED, M1, PUBLISHED, REVIEWED, appointment, at, requested

asked = Scenario(DAY).given(*ASKED)
published = asked.given(DRAFTED, REVIEWED, PUBLISHED)


def says(answer: Answer, when: datetime = BEFORE, participant: str = "c1", meeting: str = "m1") -> RecordAnswer:
    return RecordAnswer("lima", meeting, participant, answer, when)


def said(answer: Answer, when: datetime = BEFORE, participant: str = "c1", counterpart: str = "b1") -> MeetingAnswered:
    return MeetingAnswered(
        day="lima",
        post="lima",
        appointment=M1,
        participant=participant,
        counterpart=counterpart,
        answer=answer,
        answered_at=when,
    )


CANCELLED = MeetingCancelled(day="lima", post="lima", appointment=appointment("m1", "c1", "b1", 1, 1), reason="ill")


def test_both_parties_answer_for_themselves() -> None:
    published.when(says("accepted")).then(said("accepted"))
    published.given(said("accepted")).when(says("declined", participant="b1")).then(
        said("declined", participant="b1", counterpart="c1")
    )


def test_the_same_answer_again_changes_nothing() -> None:
    published.given(said("accepted")).when(says("accepted", at(9))).nothing_happens()


def test_a_party_can_change_its_mind() -> None:
    published.given(said("accepted")).when(says("declined", at(9))).then(said("declined", at(9)))


def test_an_old_answer_that_arrives_again_does_not_undo_a_newer_one() -> None:
    published.given(said("accepted"), said("declined", at(9))).when(says("accepted", at(8))).nothing_happens()


def test_only_a_party_of_the_meeting_answers() -> None:
    published.when(says("accepted", participant="b2")).refused("participant-not-in-meeting")
    published.when(says("accepted", meeting="m9")).refused("meeting-unknown")


def test_nothing_is_answered_or_cancelled_before_the_timetable_is_published() -> None:
    asked.when(says("accepted")).refused("timetable-not-published")
    asked.given(DRAFTED).when(Cancel("lima", "m1", "ill", BEFORE)).refused("timetable-not-published")


def test_a_cancelled_meeting_has_a_higher_sequence_and_stays_cancelled() -> None:
    published.when(Cancel("lima", "m1", "ill", BEFORE)).then(CANCELLED)
    published.given(CANCELLED).when(Cancel("lima", "m1", "ill", BEFORE)).refused("meeting-already-cancelled")
    published.given(CANCELLED).when(says("accepted")).refused("meeting-already-cancelled")


@pytest.mark.parametrize("party", ["c1", "b1"])
def test_a_party_cancels_its_own_meeting_before_that_begins(party: str) -> None:
    mine = CANCELLED.model_copy(update={"cancelled_by": party})
    published.when(Cancel("lima", "m1", "ill", BEFORE, party)).then(mine)
    published.when(Cancel("lima", "m1", "ill", at(14, 29), party)).then(mine)
    published.when(Cancel("lima", "m1", "ill", at(14, 30), party)).refused("meeting-has-started")
    published.when(Cancel("lima", "m1", "ill", at(14, 30))).then(CANCELLED)
    published.given(mine).when(Cancel("lima", "m1", "ill", BEFORE, party)).refused("meeting-already-cancelled")
    published.when(Cancel("lima", "m1", "ill", BEFORE, "b2")).refused("participant-not-in-meeting")


def test_a_meeting_without_a_place_is_neither_answered_nor_cancelled() -> None:
    unplaced = asked.given(requested("m3", "c2", "b2"), DRAFTED, REVIEWED, PUBLISHED)
    unplaced.when(Cancel("lima", "m3", "ill", BEFORE)).refused("meeting-not-in-timetable")
    unplaced.when(says("accepted", participant="b2", meeting="m3")).refused("meeting-not-in-timetable")


def test_what_is_over_cannot_be_changed() -> None:
    published.when(says("accepted", at(15))).refused("meeting-over")
    published.when(Cancel("lima", "m1", "ill", at(15))).refused("meeting-over")
    published.when(says("accepted", at(14, 59))).then(said("accepted", at(14, 59)))
