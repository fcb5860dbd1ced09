"""What came of a meeting, often months later: results that are stated, corrected and withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from services.delegations.domain.booked_meeting import Booked
from services.delegations.domain.held_meeting import HeldMeeting
from shared.contracts.delegations.day import Side
from shared.contracts.delegations.meeting import (
    MeetingEvent,
    MeetingResultCorrected,
    MeetingResultStated,
    MeetingResultWithdrawn,
    ResultStatement,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class StateResult:
    """`by_organiser` says that the organiser speaks for the side."""

    booked: Booked
    result: str
    stated: ResultStatement
    side: Side
    by_organiser: bool
    now: datetime


@dataclass(frozen=True)
class CorrectResult:
    """The result is as stated now; `side`, here and below, corrects what is its own, the organiser (None) either's."""

    booked: Booked
    result: str
    stated: ResultStatement
    side: Side | None
    now: datetime


@dataclass(frozen=True)
class WithdrawResult:
    """There was no such result."""

    booked: Booked
    result: str
    reason: str
    side: Side | None
    now: datetime


Command = StateResult | CorrectResult | WithdrawResult


def decide(meeting: HeldMeeting, command: Command) -> list[MeetingEvent]:
    """Saying the same again changes nothing, whoever says it.

    Slugs: `result-already-stated`, `meeting-not-held`, `result-unknown`, `result-already-withdrawn`,
    and of `_possible`.
    """
    known, side = meeting.results.get(command.result), meeting.result_sides.get(command.result)
    of = {**command.booked.about(command.now), "result": command.result}
    if isinstance(command, StateResult):
        if command.result in meeting.results:
            if (known, side) != (command.stated, command.side):
                raise Refused("result-already-stated", f"{command.result} is stated with other particulars, or gone")
            return []
        if not meeting.held:
            raise Refused("meeting-not-held", "nobody has said that the parties met, so nothing can have come of it")
        _possible(command)
        return [MeetingResultStated(**of, stated=command.stated, side=command.side, by_organiser=command.by_organiser)]
    if side is None or command.side not in (None, side):
        raise Refused("result-unknown", f"no result {command.result} is stated")
    of |= {"side": side, "by_organiser": command.side is None}
    if isinstance(command, WithdrawResult):
        return [] if known is None else [MeetingResultWithdrawn(**of, former=known, reason=command.reason)]
    if known is None:
        raise Refused("result-already-withdrawn", f"{command.result} is withdrawn; state another one")
    if known == command.stated:
        return []
    _possible(command)
    return [MeetingResultCorrected(**of, stated=command.stated, former=known)]


def _possible(command: StateResult | CorrectResult) -> None:
    """Slugs: `result-before-meeting`, `result-in-the-future`."""
    booked, reached_on = command.booked, command.stated.reached_on
    if reached_on < booked.plan.held_on:
        raise Refused("result-before-meeting", f"{reached_on} lies before the day, which is on {booked.plan.held_on}")
    if reached_on > booked.day_of(command.now):
        raise Refused("result-in-the-future", f"{reached_on} has not come yet")
