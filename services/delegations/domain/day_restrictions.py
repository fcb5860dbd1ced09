"""Sessions, forbidden slots and orders: in which part of the day a meeting or participant may meet, and what first."""

from dataclasses import dataclass

from services.delegations.domain.contradictions import coherent
from services.delegations.domain.known_parts import known_meeting, known_participant, slots_of
from services.delegations.domain.planned_day import PlannedDay
from shared.contracts.delegations.day import DayEvent, DayPlanned
from shared.contracts.delegations.day_arrangement import (
    DaySession,
    TimetableMeetingRestricted,
    TimetableMeetingsOrdered,
    TimetableOrderLifted,
    TimetableParticipantRestricted,
    TimetableSessionsSet,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class SetSessions:
    """The sessions of the day, all of them; their slots count from 0."""

    day: str
    sessions: tuple[DaySession, ...]


@dataclass(frozen=True)
class RestrictMeeting:
    """The meeting is held in this session, None for the whole day, and in none of the forbidden slots."""

    day: str
    meeting: str
    session: str | None = None
    forbidden: tuple[int, ...] = ()


@dataclass(frozen=True)
class RestrictParticipant:
    """The participant meets in this session only, None for the whole day."""

    day: str
    participant: str
    session: str | None = None


@dataclass(frozen=True)
class Order:
    """The first of these two meetings ends before the other begins, if both are held."""

    day: str
    earlier: str
    later: str


@dataclass(frozen=True)
class LiftOrder:
    day: str
    earlier: str
    later: str


Command = SetSessions | RestrictMeeting | RestrictParticipant | Order | LiftOrder


def decide(day: PlannedDay, plan: DayPlanned, command: Command) -> list[DayEvent]:
    """Slugs: `meeting-unknown`, `participant-unknown`, `slot-outside-day`, those of contradictions.py and below."""
    known = day.arrangement
    match command:
        case SetSessions():
            return _sessions(day, plan, command)
        case RestrictMeeting(meeting=meeting, session=session):
            known_meeting(day, meeting)
            _known_session(day, session)
            bound = TimetableMeetingRestricted(**vars(command) | {"forbidden": slots_of(plan, command.forbidden)})
            free = TimetableMeetingRestricted(day=command.day, meeting=meeting, session=None, forbidden=())
            return [] if known.restricted.get(meeting, free) == bound else coherent(day, bound)
        case RestrictParticipant(participant=participant, session=session):
            known_participant(day, participant)
            _known_session(day, session)
            same = known.sessions_of.get(participant) == session
            return [] if same else coherent(day, TimetableParticipantRestricted(**vars(command)))
        case Order(earlier=earlier, later=later) | LiftOrder(earlier=earlier, later=later):
            known_meeting(day, earlier)
            known_meeting(day, later)
            if ((earlier, later) in known.orders) == isinstance(command, Order):
                return []
            event = TimetableMeetingsOrdered if isinstance(command, Order) else TimetableOrderLifted
            return coherent(day, event(**vars(command)))


def _sessions(day: PlannedDay, plan: DayPlanned, command: SetSessions) -> list[DayEvent]:
    """Slugs: `session-named-twice`, `session-without-slots`, `session-in-use`."""
    sessions = tuple(DaySession(name=each.name, slots=slots_of(plan, each.slots)) for each in command.sessions)
    known, names = day.arrangement, {session.name for session in sessions}
    if len(names) < len(sessions):
        raise Refused("session-named-twice", "two sessions have the same name")
    for session in sessions:
        if not session.slots:
            raise Refused("session-without-slots", f"session {session.name} has no slot")
    used = {*(each.session for each in known.restricted.values()), *known.sessions_of.values()} - {None}
    if gone := sorted(name for name in used if name is not None and name not in names):
        raise Refused("session-in-use", f"somebody or some meeting is bound to the session {', '.join(gone)}")
    if tuple(known.sessions.values()) == sessions:
        return []
    return coherent(day, TimetableSessionsSet(day=command.day, sessions=sessions))


def _known_session(day: PlannedDay, session: str | None) -> None:
    """Slug: `session-unknown`."""
    if session is not None and session not in day.arrangement.sessions:
        raise Refused("session-unknown", f"the day has no session {session}")
