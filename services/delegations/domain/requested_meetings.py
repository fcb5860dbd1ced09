"""The requests for meetings as a day's history has made them: which stand, how they rank, and who blocks whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from shared.contracts.delegations.day import DayEvent, MeetingRequested
from shared.contracts.delegations.day_requests import (
    BlockLifted,
    MeetingRequestAccepted,
    MeetingRequestDeclined,
    MeetingRequestExpired,
    MeetingRequestWithdrawn,
    MeetingsRanked,
    ParticipantBlocked,
)

RequestState = Literal["requested", "accepted", "declined", "expired", "withdrawn"]


@dataclass(frozen=True)
class Request:
    """A meeting that was asked for, and what has become of that; `rank` counts from 1, None where none was given."""

    meeting: MeetingRequested
    state: RequestState
    rank: int | None

    @property
    def requester(self) -> str:
        return self.meeting.company if self.meeting.requested_by == "company" else self.meeting.buyer

    @property
    def asked(self) -> str:
        """The party that did not ask."""
        return self.meeting.buyer if self.meeting.requested_by == "company" else self.meeting.company

    @property
    def stands(self) -> bool:
        """Whether the meeting is to be held."""
        return self.state == "accepted" or (self.state == "requested" and not self.meeting.needs_acceptance)

    @property
    def waits(self) -> bool:
        return self.state == "requested" and self.meeting.needs_acceptance

    @property
    def open(self) -> bool:
        return self.stands or self.waits


@dataclass(frozen=True)
class Requests:
    """`made` are all requests by meeting, in the order in which they came; `blocks` who does not want to meet whom."""

    made: Mapping[str, Request] = field(default_factory=dict)
    blocks: frozenset[tuple[str, str]] = frozenset()

    @property
    def standing(self) -> tuple[Request, ...]:
        return tuple(request for request in self.made.values() if request.stands)

    def between(self, company: str, buyer: str) -> tuple[Request, ...]:
        """All requests that these two ever had."""
        pair = (company, buyer)
        return tuple(each for each in self.made.values() if (each.meeting.company, each.meeting.buyer) == pair)

    def open_of(self, requester: str) -> Mapping[str, Request]:
        """What this participant asked for and has not got a no to."""
        return {id: each for id, each in self.made.items() if each.requester == requester and each.open}

    def blocked(self, first: str, second: str) -> bool:
        return bool({(first, second), (second, first)} & self.blocks)


def evolve(requests: Requests, event: DayEvent) -> Requests:
    match event:
        case MeetingRequested(meeting=id, rank=rank):
            return replace(requests, made={**requests.made, id: Request(event, "requested", rank)})
        case MeetingRequestAccepted(meeting=id):
            return _now(requests, id, "accepted")
        case MeetingRequestDeclined(meeting=id):
            return _now(requests, id, "declined")
        case MeetingRequestWithdrawn(meeting=id):
            return _now(requests, id, "withdrawn")
        case MeetingRequestExpired(meeting=id):
            return _now(requests, id, "expired")
        case MeetingsRanked(meetings=order):
            ranked = {id: replace(requests.made[id], rank=rank) for rank, id in enumerate(order, 1)}
            return replace(requests, made={**requests.made, **ranked})
        case ParticipantBlocked(participant=participant, blocked=blocked):
            return replace(requests, blocks=requests.blocks | {(participant, blocked)})
        case BlockLifted(participant=participant, blocked=blocked):
            return replace(requests, blocks=requests.blocks - {(participant, blocked)})
    return requests


def _now(requests: Requests, meeting: str, state: RequestState) -> Requests:
    return replace(requests, made={**requests.made, meeting: replace(requests.made[meeting], state=state)})
