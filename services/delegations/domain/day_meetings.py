"""The meetings of a published timetable: whether their parties come, and that one is cancelled."""

from dataclasses import dataclass
from datetime import datetime

from services.delegations.domain.planned_day import PlannedDay
from shared.contracts.delegations.day import (
    Answer,
    Appointment,
    DayEvent,
    DayPlanned,
    MeetingAnswered,
    MeetingCancelled,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class RecordAnswer:
    """A party of a meeting said at the UTC instant `at` whether it comes."""

    day: str
    meeting: str
    participant: str
    answer: Answer
    at: datetime


@dataclass(frozen=True)
class Cancel:
    """`by` is the party that cancels its own meeting, before that begins; None: the organiser, until it ends."""

    day: str
    meeting: str
    reason: str
    now: datetime
    by: str | None = None


Command = RecordAnswer | Cancel


def decide(day: PlannedDay, plan: DayPlanned, command: Command) -> list[DayEvent]:
    """Slugs: `meeting-unknown`, `timetable-not-published`, `meeting-not-in-timetable`, `meeting-already-cancelled`,
    `meeting-over`, `meeting-has-started`, `participant-not-in-meeting`.
    """
    match command:
        case RecordAnswer(at=at):
            appointment = _coming(day, command.meeting, at)
            return _answer(day, plan, appointment, command)
        case Cancel(now=now):
            appointment = _coming(day, command.meeting, now)
            return _cancel(plan, appointment, command)


def _coming(day: PlannedDay, meeting: str, now: datetime) -> Appointment:
    if meeting not in day.meetings:
        raise Refused("meeting-unknown", f"there is no meeting {meeting}")
    if not day.published:
        raise Refused("timetable-not-published", f"the timetable with meeting {meeting} is not published")
    if meeting in day.cancelled:
        raise Refused("meeting-already-cancelled", f"meeting {meeting} is cancelled")
    if meeting not in day.appointments:
        raise Refused("meeting-not-in-timetable", f"meeting {meeting} has no place in the published timetable")
    appointment = day.appointments[meeting]
    if appointment.ends_at <= now:
        raise Refused("meeting-over", f"meeting {meeting} ended at {appointment.ends_at}")
    return appointment


def _cancel(plan: DayPlanned, appointment: Appointment, command: Cancel) -> list[DayEvent]:
    if command.by is not None:
        _party(appointment, command.by)
        if appointment.starts_at <= command.now:
            raise Refused("meeting-has-started", f"meeting {command.meeting} began at {appointment.starts_at}")
    changed = appointment.model_copy(update={"sequence": appointment.sequence + 1})
    told = {"day": plan.day, "post": plan.post, "reason": command.reason, "cancelled_by": command.by}
    return [MeetingCancelled(**told, appointment=changed)]


def _party(appointment: Appointment, participant: str) -> None:
    if participant not in (appointment.company, appointment.buyer):
        raise Refused("participant-not-in-meeting", f"{participant} is no party of meeting {appointment.meeting}")


def _answer(day: PlannedDay, plan: DayPlanned, appointment: Appointment, said: RecordAnswer) -> list[DayEvent]:
    parties = (appointment.company, appointment.buyer)
    _party(appointment, said.participant)
    last = day.answers.get((said.meeting, said.participant))
    moved_at = day.repairs.moved_at.get(said.meeting)
    if moved_at is not None and said.at <= moved_at:  # said of another time
        return []
    # An answer that arrives again after a newer one must not bring the old one back.
    if last and (last.answer == said.answer or said.at <= last.at):
        return []
    (counterpart,) = (party for party in parties if party != said.participant)
    return [
        MeetingAnswered(
            day=plan.day,
            post=plan.post,
            appointment=appointment,
            participant=said.participant,
            counterpart=counterpart,
            answer=said.answer,
            answered_at=said.at,
        )
    ]
