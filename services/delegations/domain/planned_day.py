"""A buyer-meeting day as its history has made it: plan, participants, meetings, timetable, appointments, answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, NamedTuple

from shared.contracts.delegations.day import (
    Answer,
    Appointment,
    DayEvent,
    DayPlanned,
    MeetingAnswered,
    MeetingCancelled,
    MeetingRequested,
    ParticipantJoined,
    TimetableDrafted,
    TimetablePublished,
    TimetableReviewed,
)

Stage = Literal["none", "drafted", "outdated", "reviewed", "published"]


class Answered(NamedTuple):
    answer: Answer
    at: datetime


@dataclass(frozen=True)
class PlannedDay:
    """`timetable` is the latest draft, `stage` how far it has come: `outdated` if someone joined or asked since.

    `drafts` are the ids of all drafts; `answers` has each party's latest answer, by meeting and participant.
    """

    plan: DayPlanned | None = None
    participants: Mapping[str, ParticipantJoined] = field(default_factory=dict)
    meetings: Mapping[str, MeetingRequested] = field(default_factory=dict)
    drafts: frozenset[str] = frozenset()
    timetable: TimetableDrafted | None = None
    stage: Stage = "none"
    appointments: Mapping[str, Appointment] = field(default_factory=dict)
    cancelled: frozenset[str] = frozenset()
    answers: Mapping[tuple[str, str], Answered] = field(default_factory=dict)


def evolve(day: PlannedDay, event: DayEvent) -> PlannedDay:
    match event:
        case DayPlanned():
            return replace(day, plan=event)
        case ParticipantJoined(participant=id):
            return replace(day, participants={**day.participants, id: event}, stage=_outdated(day))
        case MeetingRequested(meeting=id):
            return replace(day, meetings={**day.meetings, id: event}, stage=_outdated(day))
        case TimetableDrafted(timetable=id):
            return replace(day, timetable=event, drafts=day.drafts | {id}, stage="drafted")
        case TimetableReviewed():
            return replace(day, stage="reviewed")
        case TimetablePublished(appointments=appointments):
            return replace(day, stage="published", appointments={each.meeting: each for each in appointments})
        case MeetingAnswered(appointment=appointment, participant=participant):
            answered = Answered(event.answer, event.answered_at)
            return replace(day, answers={**day.answers, (appointment.meeting, participant): answered})
        case MeetingCancelled(appointment=appointment):
            current = {**day.appointments, appointment.meeting: appointment}
            return replace(day, appointments=current, cancelled=day.cancelled | {appointment.meeting})


def _outdated(day: PlannedDay) -> Stage:
    return "none" if day.timetable is None else "outdated"
