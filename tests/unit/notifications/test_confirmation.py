"""A participant answers through its link until the meeting starts; the last answer counts."""

from datetime import timedelta
from typing import Any

from services.notifications.domain.confirmation import CONFIRMATION, Reply
from shared.contracts.notifications.confirmation import MeetingConfirmed, MeetingDeclined
from tests.scenario import Scenario
from tests.unit.notifications.world import AT

MEETING: dict[str, Any] = {"delivery": "d-1", "day": "lima-2097", "meeting": "m1", "participant": "acme"}
CONFIRMED, DECLINED = MeetingConfirmed(**MEETING), MeetingDeclined(**MEETING)
COME = Reply(**MEETING, answer="accepted", at=AT, starts_at=AT + timedelta(days=1))
STAY_AWAY = Reply(**MEETING, answer="declined", at=AT, starts_at=AT + timedelta(days=1))

scenario = Scenario(CONFIRMATION)


def test_a_first_answer_counts() -> None:
    scenario.when(COME).then(CONFIRMED)
    scenario.when(STAY_AWAY).then(DECLINED)


def test_the_same_answer_again_changes_nothing() -> None:
    scenario.given(CONFIRMED).when(COME).nothing_happens()


def test_another_answer_may_be_given_until_the_meeting_starts() -> None:
    scenario.given(CONFIRMED).when(STAY_AWAY).then(DECLINED)
    scenario.given(CONFIRMED, DECLINED).when(COME).then(CONFIRMED)


def test_once_the_meeting_has_started_no_answer_is_taken() -> None:
    late = Reply(**MEETING, answer="accepted", at=AT, starts_at=AT)
    scenario.when(late).refused("meeting-has-started")
    scenario.given(CONFIRMED).when(late).refused("meeting-has-started")
