"""Requests for meetings, from both sides: made in time, answered, withdrawn, expired, ranked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.delegations.domain.planned_day import PlannedDay, unpublished
from services.delegations.domain.requested_meetings import Request, RequestState
from shared.contracts.delegations.day import DayEvent, MeetingRequested, Side
from shared.contracts.delegations.day_requests import (
    MeetingRequestAccepted,
    MeetingRequestDeclined,
    MeetingRequestExpired,
    MeetingRequestWithdrawn,
    MeetingsRanked,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class RequestMeeting:
    """`now` is the current instant; `rank` counts from 1; the day's rules may ask for acceptance where this does not.

    `by_organiser`, here and below, says that the organiser acts for the participant; `agreed`, that both sides want it.
    """

    day: str
    meeting: str
    company: str
    buyer: str
    requested_by: Side
    now: datetime
    rank: int | None = None
    needs_acceptance: bool = False
    by_organiser: bool = False
    agreed: bool = False


@dataclass(frozen=True)
class Accept:
    day: str
    meeting: str
    participant: str
    now: datetime
    by_organiser: bool = False


@dataclass(frozen=True)
class Decline:
    day: str
    meeting: str
    participant: str
    by_organiser: bool = False


@dataclass(frozen=True)
class Withdraw:
    day: str
    meeting: str
    participant: str
    by_organiser: bool = False


@dataclass(frozen=True)
class Expire:
    """The requests that still wait end, if the time for answers is over."""

    day: str
    now: datetime


@dataclass(frozen=True)
class Rank:
    """All open requests of a participant, the one that matters most first."""

    day: str
    participant: str
    meetings: tuple[str, ...]
    by_organiser: bool = False


Command = RequestMeeting | Accept | Decline | Withdraw | Expire | Rank

Settled = type[MeetingRequestAccepted] | type[MeetingRequestDeclined] | type[MeetingRequestWithdrawn]
SETTLED: Mapping[type[Command], tuple[RequestState, Settled]] = {
    Accept: ("accepted", MeetingRequestAccepted),
    Decline: ("declined", MeetingRequestDeclined),
    Withdraw: ("withdrawn", MeetingRequestWithdrawn),
}


def decide(day: PlannedDay, command: Command) -> list[DayEvent]:
    """Slugs: `timetable-already-published` for all but Expire, and those below."""
    match command:
        case RequestMeeting():
            return _request(day, command)
        case Accept() | Decline() | Withdraw():
            return _settle(day, command)
        case Expire(now=now):
            closed = day.rules.answer_by is not None and day.rules.answer_by <= now
            waiting = {id: request for id, request in day.requests.made.items() if closed and request.waits}
            return [
                MeetingRequestExpired(day=command.day, meeting=id, participant=one.requester, counterpart=one.asked)
                for id, one in waiting.items()
            ]
        case Rank():
            return _rank(day, command)


def _request(day: PlannedDay, command: RequestMeeting) -> list[DayEvent]:
    """Slugs: `requests-closed`, `meeting-already-requested`, and those of `asked_for`."""
    said = (command.company, command.buyer, command.requested_by, command.rank)
    if known := day.meetings.get(command.meeting):
        if said != (known.company, known.buyer, known.requested_by, known.rank):
            raise Refused("meeting-already-requested", f"{command.meeting} was requested with other particulars")
        return []
    unpublished(day)
    if day.rules.request_by is not None and day.rules.request_by <= command.now:
        raise Refused("requests-closed", f"meetings could be requested until {day.rules.request_by}")
    return [asked_for(day, command)]


def asked_for(day: PlannedDay, command: RequestMeeting) -> MeetingRequested:
    """That a meeting is asked for, whenever that is.

    Slugs: `meeting-with-oneself`, `company-refused`, `participant-unknown`, `participant-blocked`,
    `meeting-already-requested`, `request-declined-before`, `rank-already-taken`.
    """
    if command.company == command.buyer:
        raise Refused("meeting-with-oneself", f"{command.company} cannot meet itself")
    if day.selection.refused(command.company):
        raise Refused("company-refused", f"company {command.company} was not selected for day {command.day}")
    for party, side in ((command.company, "company"), (command.buyer, "buyer")):
        if party not in day.participants or day.participants[party].side != side:
            raise Refused("participant-unknown", f"no {side} {party} takes part in day {command.day}")
    if day.requests.blocked(command.company, command.buyer):
        raise Refused("participant-blocked", f"{command.company} and {command.buyer} do not meet on this day")
    needs_acceptance = command.needs_acceptance or day.rules.needs_acceptance
    fields = {name: value for name, value in vars(command).items() if name not in ("now", "needs_acceptance")}
    requested = MeetingRequested(**fields, needs_acceptance=needs_acceptance)
    made = Request(requested, "requested", command.rank)
    for earlier in day.requests.between(command.company, command.buyer):
        if earlier.open:
            detail = f"{earlier.meeting.meeting} is the meeting of these two already"
            raise Refused("meeting-already-requested", detail)
        if earlier.state == "declined" and earlier.requester == made.requester:
            raise Refused("request-declined-before", f"{made.asked} declined to meet {made.requester} on this day")
    taken = {each.rank for each in day.requests.open_of(made.requester).values()}
    if command.rank is not None and command.rank in taken:
        raise Refused("rank-already-taken", f"{made.requester} gave the rank {command.rank} to another request")
    return requested


def _settle(day: PlannedDay, command: Accept | Decline | Withdraw) -> list[DayEvent]:
    """Slugs: `meeting-unknown`, `participant-not-asked`, `participant-not-asking`, `answers-closed`,
    `request-already-declined`, `request-already-expired`, `request-already-withdrawn`.
    """
    if command.meeting not in day.meetings:
        raise Refused("meeting-unknown", f"there is no meeting {command.meeting}")
    request = day.requests.made[command.meeting]
    asks = isinstance(command, Withdraw)
    if command.participant != (request.requester if asks else request.asked):
        what = "ask" if asks else "get asked"
        slug = "participant-not-asking" if asks else "participant-not-asked"
        raise Refused(slug, f"{command.participant} did not {what} for meeting {command.meeting}")
    state, event = SETTLED[type(command)]
    if request.state == state:
        return []
    unpublished(day)
    if not request.open:
        raise Refused(f"request-already-{request.state}", f"the request for meeting {command.meeting} is over")
    if isinstance(command, Accept) and day.rules.answer_by is not None and day.rules.answer_by <= command.now:
        raise Refused("answers-closed", f"requests could be accepted until {day.rules.answer_by}")
    said = {name: value for name, value in vars(command).items() if name != "now"}
    return [event(**said, counterpart=request.asked if asks else request.requester)]


def _rank(day: PlannedDay, command: Rank) -> list[DayEvent]:
    """Slugs: `participant-unknown`, `ranking-incomplete`, which is also said of foreign and repeated meetings."""
    own = day.requests.open_of(command.participant)
    if command.participant not in day.participants:
        raise Refused("participant-unknown", f"{command.participant} does not take part in day {command.day}")
    if sorted(own) != sorted(command.meetings):
        detail = f"a ranking names each open request of {command.participant} once: {', '.join(sorted(own)) or 'none'}"
        raise Refused("ranking-incomplete", detail)
    if [own[id].rank for id in command.meetings] == list(range(1, len(own) + 1)):
        return []
    unpublished(day)
    return [MeetingsRanked(**vars(command))]
