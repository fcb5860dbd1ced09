"""What is published of one meeting of a buyer-meeting day: how it went, what each side took from it, what came of it.

Plans, moves and cancellations are told by the day; a meeting has events of its own from when it begins.
"""

from datetime import date, datetime
from typing import Literal

from shared.contracts.delegations.day import Side
from shared.contracts.delegations.fact import DelegationsFact, Part

ResultKind = Literal["contract", "trial", "partnership"]


class MeetingFact(DelegationsFact):
    """What each event of a meeting repeats: `country` is that of the day, `at` the UTC instant when this was said."""

    day: str
    post: str
    country: str
    meeting: str
    company: str
    buyer: str
    at: datetime


class MeetingStarted(MeetingFact):
    """Both parties sat down at this table, which may be another than the planned one."""

    type: Literal["delegations.MeetingStarted"] = "delegations.MeetingStarted"
    table: int
    started_at: datetime


class MeetingEnded(MeetingFact):
    type: Literal["delegations.MeetingEnded"] = "delegations.MeetingEnded"
    ended_at: datetime


class MeetingStartedInError(MeetingFact):
    """The organiser takes back that the meeting was held, its end included."""

    type: Literal["delegations.MeetingStartedInError"] = "delegations.MeetingStartedInError"
    reason: str


class MeetingMissed(MeetingFact):
    """The meeting was not held, because these sides did not come."""

    type: Literal["delegations.MeetingMissed"] = "delegations.MeetingMissed"
    missing: tuple[Side, ...]


class MeetingMissedInError(MeetingFact):
    """The organiser takes back that a side did not come."""

    type: Literal["delegations.MeetingMissedInError"] = "delegations.MeetingMissedInError"
    reason: str


class MeetingCalledOff(MeetingFact):
    """The meeting is cancelled, as its day tells; nobody can record any more how it went.

    It is the appointment of this `sequence`, and each earlier one: another that is held instead has a higher one.
    """

    type: Literal["delegations.MeetingCalledOff"] = "delegations.MeetingCalledOff"
    sequence: int


class MeetingOutcomeNoted(MeetingFact):
    """What one side says of the meeting, in place of what it said before; for its own eyes and the organiser's.

    `interest` is from 1 to 5; `next_step` waits until it is followed up, by the day `follow_up_on` where one is named,
    which is over at the venue at the UTC instant `due_at`. `by_organiser`, here and below, says that the organiser
    spoke for the side.
    """

    type: Literal["delegations.MeetingOutcomeNoted"] = "delegations.MeetingOutcomeNoted"
    side: Side
    met: bool
    interest: int | None = None
    next_step: str | None = None
    follow_up_on: date | None = None
    by_organiser: bool
    due_at: datetime | None = None


class MeetingOutcomeFollowedUp(MeetingFact):
    """The side has done the next step that it had noted."""

    type: Literal["delegations.MeetingOutcomeFollowedUp"] = "delegations.MeetingOutcomeFollowedUp"
    side: Side
    by_organiser: bool


class MeetingFollowUpReminded(MeetingFact):
    """The day by which the side meant to do its next step is over, and it has not said that it is done; once each."""

    type: Literal["delegations.MeetingFollowUpReminded"] = "delegations.MeetingFollowUpReminded"
    side: Side
    next_step: str
    follow_up_on: date


class ResultStatement(Part):
    """Business that came of a meeting: `amount` in whole units of an ISO 4217 `currency`, where it may be told."""

    kind: ResultKind
    sector: str
    reached_on: date
    amount: int | None = None
    currency: str | None = None


class MeetingResultStated(MeetingFact):
    """For the eyes of `side`, which states it, and the organiser's.

    `side`, here and below, is missing in events from before buyers could state results.
    """

    type: Literal["delegations.MeetingResultStated"] = "delegations.MeetingResultStated"
    result: str
    stated: ResultStatement
    by_organiser: bool
    side: Side = "company"


class MeetingResultCorrected(MeetingFact):
    """The result is as `stated` now, and no more as the `former` statement had it."""

    type: Literal["delegations.MeetingResultCorrected"] = "delegations.MeetingResultCorrected"
    result: str
    stated: ResultStatement
    former: ResultStatement
    by_organiser: bool
    side: Side = "company"


class MeetingResultWithdrawn(MeetingFact):
    """There was no such result."""

    type: Literal["delegations.MeetingResultWithdrawn"] = "delegations.MeetingResultWithdrawn"
    result: str
    former: ResultStatement
    reason: str
    by_organiser: bool
    side: Side = "company"


CourseFact = MeetingStarted | MeetingEnded | MeetingStartedInError | MeetingMissed | MeetingMissedInError
OutcomeFact = MeetingOutcomeNoted | MeetingOutcomeFollowedUp | MeetingFollowUpReminded
ResultFact = MeetingResultStated | MeetingResultCorrected | MeetingResultWithdrawn
MeetingEvent = MeetingCalledOff | CourseFact | OutcomeFact | ResultFact
