"""How a meeting went: begun and ended, missed by a side, or called off; what was recorded wrongly is taken back."""

from dataclasses import dataclass
from datetime import datetime

from services.delegations.domain.booked_meeting import Booked
from services.delegations.domain.held_meeting import HeldMeeting
from shared.contracts.delegations.day import Side
from shared.contracts.delegations.meeting import (
    MeetingCalledOff,
    MeetingEnded,
    MeetingEvent,
    MeetingMissed,
    MeetingMissedInError,
    MeetingStarted,
    MeetingStartedInError,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class Start:
    """`booked` is the meeting as it is planned now, `now` the current instant, here and below.

    The parties sat down at `started_at`, else now, at `table`, from 1, else at the planned one.
    """

    booked: Booked
    now: datetime
    started_at: datetime | None = None
    table: int | None = None


@dataclass(frozen=True)
class End:
    """The parties parted at `ended_at`, else now."""

    booked: Booked
    now: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Miss:
    """These sides did not come."""

    booked: Booked
    missing: frozenset[Side]
    now: datetime


@dataclass(frozen=True)
class Undo:
    """What is recorded of the course, held or missed, is wrong."""

    booked: Booked
    reason: str
    now: datetime


@dataclass(frozen=True)
class CallOff:
    """The day cancels the meeting with this very command, or a repair of its timetable does."""

    booked: Booked
    now: datetime


Command = Start | End | Miss | Undo | CallOff


def decide(meeting: HeldMeeting, command: Command) -> list[MeetingEvent]:
    """Saying the same again changes nothing. Slugs: those below."""
    of = command.booked.about(command.now)
    match command:
        case Start():
            return _start(meeting, command)
        case End():
            return _end(meeting, command)
        case Miss():
            return _miss(meeting, command)
        case Undo(reason=reason):
            if meeting.started is not None:
                return [MeetingStartedInError(**of, reason=reason)]
            if meeting.missing:
                return [MeetingMissedInError(**of, reason=reason)]
            raise Refused("meeting-without-course", "it is recorded neither that it was held nor that it was missed")
        case CallOff():
            return _call_off(meeting, command)


def _start(meeting: HeldMeeting, command: Start) -> list[MeetingEvent]:
    """Slugs: `meeting-already-started`, `meeting-already-missed`, `table-outside-day`, and of `_possible`."""
    booked, known = command.booked, meeting.started
    if known is not None:
        said = (command.started_at or known.started_at, command.table or known.table)
        if said != (known.started_at, known.table):
            detail = f"it began at {known.started_at.isoformat()} at table {known.table}"
            raise Refused("meeting-already-started", detail)
        return []
    booked.stands(meeting.called_off)
    if meeting.missing:
        raise Refused("meeting-already-missed", f"{' and '.join(meeting.missing)} did not come, as is recorded")
    table, started_at = command.table or booked.appointment.table, command.started_at or command.now
    if table > booked.plan.tables:
        raise Refused("table-outside-day", f"the day has the tables 1 to {booked.plan.tables}")
    _possible(command, started_at)
    return [MeetingStarted(**booked.about(command.now), table=table, started_at=started_at)]


def _end(meeting: HeldMeeting, command: End) -> list[MeetingEvent]:
    """Slugs: `meeting-not-started`, `meeting-already-ended`, `meeting-ends-before-start`, and of `_possible`."""
    if meeting.started is None:
        raise Refused("meeting-not-started", "it is not recorded that it was held")
    if meeting.ended_at is not None:
        if command.ended_at not in (None, meeting.ended_at):
            raise Refused("meeting-already-ended", f"it ended at {meeting.ended_at.isoformat()}")
        return []
    ended_at = command.ended_at or command.now
    if ended_at < meeting.started.started_at:
        raise Refused("meeting-ends-before-start", f"it began at {meeting.started.started_at.isoformat()}")
    _possible(command, ended_at)
    return [MeetingEnded(**command.booked.about(command.now), ended_at=ended_at)]


def _possible(command: Start | End, instant: datetime) -> None:
    """Slugs: `meeting-in-the-future`, `meeting-wrong-day`."""
    booked = command.booked
    if instant > command.now:
        raise Refused("meeting-in-the-future", f"{instant.isoformat()} has not come yet")
    if booked.day_of(instant) != booked.plan.held_on:
        detail = f"it is {booked.day_of(instant)} there then, and the day is on {booked.plan.held_on}"
        raise Refused("meeting-wrong-day", detail)


def _miss(meeting: HeldMeeting, command: Miss) -> list[MeetingEvent]:
    """Slugs: `meeting-already-missed`, `meeting-already-started`, `meeting-already-cancelled`, `meeting-not-begun`."""
    missing = tuple(sorted(command.missing))
    if meeting.missing:
        if meeting.missing != missing:
            raise Refused("meeting-already-missed", f"{' and '.join(meeting.missing)} did not come, as is recorded")
        return []
    command.booked.stands(meeting.called_off)
    if meeting.started is not None:
        raise Refused("meeting-already-started", "it is recorded that it was held")
    command.booked.begun(command.now)
    return [MeetingMissed(**command.booked.about(command.now), missing=missing)]


def _call_off(meeting: HeldMeeting, command: CallOff) -> list[MeetingEvent]:
    """Slugs: `meeting-already-started`, `meeting-already-missed`."""
    sequence = command.booked.appointment.sequence + 1  # what cancelling makes of it
    if meeting.called_off is not None and sequence <= meeting.called_off:
        return []
    if meeting.held:
        raise Refused("meeting-already-started", "it is recorded that it was held, or a side says so")
    if meeting.missing:
        raise Refused("meeting-already-missed", f"{' and '.join(meeting.missing)} did not come, as is recorded")
    return [MeetingCalledOff(**command.booked.about(command.now), sequence=sequence)]
