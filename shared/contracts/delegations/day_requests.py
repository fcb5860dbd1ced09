"""What is published of the requests for meetings: how each was answered, how they rank, and who does not meet whom.

`by_organiser` says that the organiser acted for the participant, `counterpart` is the other party, where that is to be
told; older events do not say.
"""

from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact


class MeetingRequestAccepted(DelegationsFact):
    type: Literal["delegations.MeetingRequestAccepted"] = "delegations.MeetingRequestAccepted"
    day: str
    meeting: str
    participant: str
    by_organiser: bool
    counterpart: str | None = None


class MeetingRequestDeclined(DelegationsFact):
    type: Literal["delegations.MeetingRequestDeclined"] = "delegations.MeetingRequestDeclined"
    day: str
    meeting: str
    participant: str
    by_organiser: bool
    counterpart: str | None = None


class MeetingRequestWithdrawn(DelegationsFact):
    """Whoever had asked for the meeting does not want it any more."""

    type: Literal["delegations.MeetingRequestWithdrawn"] = "delegations.MeetingRequestWithdrawn"
    day: str
    meeting: str
    participant: str
    by_organiser: bool
    counterpart: str | None = None


class MeetingRequestExpired(DelegationsFact):
    """Nobody had accepted the request by the time that the day's rules gave.

    `participant` had asked and `counterpart` was asked; older events do not say.
    """

    type: Literal["delegations.MeetingRequestExpired"] = "delegations.MeetingRequestExpired"
    day: str
    meeting: str
    participant: str | None = None
    counterpart: str | None = None


class MeetingsRanked(DelegationsFact):
    """A participant put its own requests in order, the one that matters most first."""

    type: Literal["delegations.MeetingsRanked"] = "delegations.MeetingsRanked"
    day: str
    participant: str
    meetings: tuple[str, ...]
    by_organiser: bool


class ParticipantBlocked(DelegationsFact):
    """`participant` does not want to meet `blocked` on this day."""

    type: Literal["delegations.ParticipantBlocked"] = "delegations.ParticipantBlocked"
    day: str
    participant: str
    blocked: str
    by_organiser: bool


class BlockLifted(DelegationsFact):
    type: Literal["delegations.BlockLifted"] = "delegations.BlockLifted"
    day: str
    participant: str
    blocked: str
    by_organiser: bool


RequestFact = (
    MeetingRequestAccepted
    | MeetingRequestDeclined
    | MeetingRequestWithdrawn
    | MeetingRequestExpired
    | MeetingsRanked
    | ParticipantBlocked
    | BlockLifted
)
