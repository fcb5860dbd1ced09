"""A meeting as its own history has made it: how it went, what each side said of it, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.contracts.delegations.day import Side
from shared.contracts.delegations.meeting import (
    MeetingCalledOff,
    MeetingEnded,
    MeetingEvent,
    MeetingFollowUpReminded,
    MeetingMissed,
    MeetingMissedInError,
    MeetingOutcomeFollowedUp,
    MeetingOutcomeNoted,
    MeetingResultCorrected,
    MeetingResultStated,
    MeetingResultWithdrawn,
    MeetingStarted,
    MeetingStartedInError,
    ResultStatement,
)


@dataclass(frozen=True)
class HeldMeeting:
    """`missing` are the sides that did not come; `followed_up` those whose next step is done, `reminded` those that
    were reminded of it. `called_off` is the last sequence of its appointment that was cancelled.

    `results` are by id, None where one was withdrawn; `result_sides` are the sides that stated them.
    """

    started: MeetingStarted | None = None
    ended_at: datetime | None = None
    missing: tuple[Side, ...] = ()
    outcomes: Mapping[Side, MeetingOutcomeNoted] = field(default_factory=dict)
    followed_up: frozenset[Side] = frozenset()
    reminded: frozenset[Side] = frozenset()
    results: Mapping[str, ResultStatement | None] = field(default_factory=dict)
    result_sides: Mapping[str, Side] = field(default_factory=dict)
    called_off: int | None = None

    @property
    def held(self) -> bool:
        """Whether somebody says that the parties met: who recorded its course, or else one of the sides."""
        return self.started is not None or (not self.missing and any(each.met for each in self.outcomes.values()))


def evolve(meeting: HeldMeeting, event: MeetingEvent) -> HeldMeeting:
    match event:
        case MeetingStarted():
            return replace(meeting, started=event)
        case MeetingEnded(ended_at=ended_at):
            return replace(meeting, ended_at=ended_at)
        case MeetingStartedInError():
            return replace(meeting, started=None, ended_at=None)
        case MeetingMissed(missing=missing):
            return replace(meeting, missing=missing)
        case MeetingMissedInError():
            return replace(meeting, missing=())
        case MeetingOutcomeNoted(side=side):
            same = side in meeting.outcomes and next_step(meeting.outcomes[side]) == next_step(event)
            gone = frozenset[Side]() if same else frozenset({side})
            done, told = meeting.followed_up - gone, meeting.reminded - gone
            return replace(meeting, outcomes={**meeting.outcomes, side: event}, followed_up=done, reminded=told)
        case MeetingOutcomeFollowedUp(side=side):
            return replace(meeting, followed_up=meeting.followed_up | {side})
        case MeetingFollowUpReminded(side=side):
            return replace(meeting, reminded=meeting.reminded | {side})
        case MeetingCalledOff(sequence=sequence):
            return replace(meeting, called_off=sequence)
        case MeetingResultStated(result=id, stated=stated, side=side):
            sides = {**meeting.result_sides, id: side}
            return replace(meeting, results={**meeting.results, id: stated}, result_sides=sides)
        case MeetingResultCorrected(result=id, stated=stated):
            return replace(meeting, results={**meeting.results, id: stated})
        case MeetingResultWithdrawn(result=id):
            return replace(meeting, results={**meeting.results, id: None})


def next_step(outcome: MeetingOutcomeNoted) -> tuple[object, ...]:
    """What a follow-up is of: another step, or another day for it, is to be done anew."""
    return outcome.next_step, outcome.follow_up_on
