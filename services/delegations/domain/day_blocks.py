"""Blocklists: who does not want to meet whom; what stood between the two ends."""

from dataclasses import dataclass

from services.delegations.domain.planned_day import PlannedDay, unpublished
from shared.contracts.delegations.day import DayEvent
from shared.contracts.delegations.day_requests import (
    BlockLifted,
    MeetingRequestDeclined,
    MeetingRequestWithdrawn,
    ParticipantBlocked,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class Block:
    """The participant does not want to meet `blocked`; what stood between the two ends."""

    day: str
    participant: str
    blocked: str
    by_organiser: bool = False


@dataclass(frozen=True)
class LiftBlock:
    day: str
    participant: str
    blocked: str
    by_organiser: bool = False


Command = Block | LiftBlock


def decide(day: PlannedDay, command: Command) -> list[DayEvent]:
    """Slugs: `timetable-already-published`, those below."""
    blocked = (command.participant, command.blocked) in day.requests.blocks
    if blocked == isinstance(command, Block):
        return []
    unpublished(day)
    return [BlockLifted(**vars(command))] if isinstance(command, LiftBlock) else _block(day, command)


def _block(day: PlannedDay, command: Block) -> list[DayEvent]:
    """Slugs: `participant-unknown`, `block-on-own-side`."""
    for party in (command.participant, command.blocked):
        if party not in day.participants:
            raise Refused("participant-unknown", f"{party} does not take part in day {command.day}")
    sides = {day.participants[party].side: party for party in (command.participant, command.blocked)}
    if len(sides) == 1:
        raise Refused("block-on-own-side", f"{command.participant} and {command.blocked} would not meet anyway")
    said = {"day": command.day, "participant": command.participant, "by_organiser": command.by_organiser}
    ended: list[DayEvent] = [
        (MeetingRequestWithdrawn if each.requester == command.participant else MeetingRequestDeclined)(
            **said, meeting=each.meeting.meeting, counterpart=command.blocked
        )
        for each in day.requests.between(sides["company"], sides["buyer"])
        if each.open
    ]
    return [ParticipantBlocked(**vars(command)), *ended]
