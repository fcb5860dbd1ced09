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
    day: str
    meeting: str
    reason: str
    now: datetime


Command = RecordAnswer | Cancel


def decide(day: PlannedDay, plan: DayPlanned, command: Command) -> list[DayEvent]:
    """Slugs: `meeting-unknown`, `timetable-not-published`, `meeting-already-cancelled`, `meeting-over`,
    `participant-not-in-meeting`.
    """
    match command:
        case RecordAnswer(at=at):
            appointment = _coming(day, command.meeting, at)
            return _answer(day, plan, appointment, command)
        case Cancel(reason=reason, now=now):
            appointment = _coming(day, command.meeting, now)
            changed = appointment.model_copy(update={"sequence": appointment.sequence + 1})
            return [MeetingCancelled(day=plan.day, post=plan.post, appointment=changed, reason=reason)]


def _coming(day: PlannedDay, meeting: str, now: datetime) -> Appointment:
    if meeting not in day.meetings:
        raise Refused("meeting-unknown", f"there is no meeting {meeting}")
    if not day.published:
        raise Refused("timetable-not-published", f"the timetable with meeting {meeting} is not published")
    if meeting in day.cancelled:
        raise Refused("meeting-already-cancelled", f"meeting {meeting} is cancelled")
    appointment = day.appointments[meeting]
    if appointment.ends_at <= now:
        raise Refused("meeting-over", f"meeting {meeting} ended at {appointment.ends_at}")
    return appointment


def _answer(day: PlannedDay, plan: DayPlanned, appointment: Appointment, said: RecordAnswer) -> list[DayEvent]:
    parties = (appointment.company, appointment.buyer)
    if said.participant not in parties:
        raise Refused("participant-not-in-meeting", f"{said.participant} is no party of meeting {said.meeting}")
    last = day.answers.get((said.meeting, said.participant))
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
