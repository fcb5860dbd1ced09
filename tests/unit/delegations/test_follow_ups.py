"""When a side of a meeting is reminded of a next step whose day is over."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.delegations.domain.follow_up import over_at
from services.delegations.domain.meeting import MEETING
from services.delegations.domain.meeting_outcomes import RemindFollowUp
from shared.contracts.delegations.meeting import MeetingFollowUpReminded, MeetingOutcomeFollowedUp
from tests.scenario import Scenario
from tests.unit.delegations.one_meeting import EVENING, MONTHS_LATER, OVER, STEP, noted, of

MEETINGS = Scenario(MEETING)
SECOND = timedelta(seconds=1)


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
