"""A buyer-meeting day as its history has made it: plan, participants, requests, timetable, appointments, answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple

from services.delegations.domain import applicants, arrangement, repairs, requested_meetings
from services.delegations.domain.applicants import Selection
from services.delegations.domain.arrangement import Arrangement
from services.delegations.domain.repairs import Repairs
from services.delegations.domain.requested_meetings import Requests
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
    TimetableFrozen,
    TimetablePublished,
    TimetableReviewed,
)
from shared.contracts.delegations.day_arrangement import ArrangementFact, DayPartnersSet
from shared.contracts.delegations.day_merging import DayCompanyMerged
from shared.contracts.delegations.day_participation import (
    ParticipantAvailabilityChanged,
    ParticipantContactChanged,
    ParticipantLeft,
)
from shared.contracts.delegations.day_repair import AppointmentAdded, AppointmentMoved
from shared.contracts.delegations.day_requests import (
    MeetingRequestAccepted,
    MeetingRequestDeclined,
    MeetingRequestWithdrawn,
)
from shared.contracts.delegations.day_selection import DayRulesSet
from shared.eventing.decider import Refused
from shared.eventing.event import Event, members

Stage = Literal["none", "drafted", "outdated", "reviewed", "published", "frozen"]

# After each of these, a timetable that was drafted before may not be what is wanted any more.
RESHAPING: tuple[type[Event], ...] = (
    ParticipantJoined,
    ParticipantAvailabilityChanged,
    ParticipantLeft,
    MeetingRequested,
    MeetingRequestAccepted,
    MeetingRequestDeclined,
    MeetingRequestWithdrawn,
    *(event for event in members(ArrangementFact) if event is not DayPartnersSet),
)


class Kept(NamedTuple):
    """A draft, and who took part when it was made."""

    drafted: TimetableDrafted
    participants: frozenset[str]


class Answered(NamedTuple):
    answer: Answer
    at: datetime


@dataclass(frozen=True)
class PlannedDay:
    """`timetable` is the draft that was made or reviewed last, `stage` how far it has come: `outdated` if the day was
    changed since, and then it must be reviewed again.

    `left` are those who took part and do no more. `drafts` are all drafts by id; `answers` has each party's latest
    answer, by meeting and participant. `merged` names for participants and applicants that were duplicates the company
    that speaks for each.
    """

    plan: DayPlanned | None = None
    selection: Selection = field(default_factory=Selection)
    participants: Mapping[str, ParticipantJoined] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    requests: Requests = field(default_factory=Requests)
    arrangement: Arrangement = field(default_factory=Arrangement)
    drafts: Mapping[str, Kept] = field(default_factory=dict)
    timetable: TimetableDrafted | None = None
    stage: Stage = "none"
    appointments: Mapping[str, Appointment] = field(default_factory=dict)
    cancelled: frozenset[str] = frozenset()
    answers: Mapping[tuple[str, str], Answered] = field(default_factory=dict)
    repairs: Repairs = field(default_factory=Repairs)
    merged: Mapping[str, str] = field(default_factory=dict)

    @property
    def rules(self) -> DayRulesSet:
        """The rules set last; where none were, nothing is limited and a request stands at once."""
        return self.selection.rules or DayRulesSet(day=self.plan.day if self.plan else "")

    @property
    def slots(self) -> tuple[datetime, ...]:
        """The UTC instants at which meetings begin."""
        return self.plan.slots if self.plan else ()

    @property
    def published(self) -> bool:
        """Whether a timetable is published, frozen or not."""
        return self.stage in ("published", "frozen")

    @cached_property
    def meetings(self) -> Mapping[str, MeetingRequested]:
        """Every meeting that was ever asked for."""
        return {id: request.meeting for id, request in self.requests.made.items()}


def evolve(day: PlannedDay, event: DayEvent) -> PlannedDay:
    day = replace(
        day,
        selection=applicants.evolve(day.selection, event),
        requests=requested_meetings.evolve(day.requests, event),
        repairs=repairs.evolve(day.repairs, event),
        arrangement=arrangement.evolve(day.arrangement, event),
        stage=_outdated(day) if isinstance(event, RESHAPING) else day.stage,
    )
    match event:
        case DayPlanned():
            return replace(day, plan=event)
        case ParticipantJoined(participant=id):
            return replace(day, participants={**day.participants, id: event}, left=day.left - {id})
        case ParticipantAvailabilityChanged(participant=id, absent=absent):
            return _participant(day, id, absent=absent)
        case ParticipantContactChanged(participant=id, contact=contact):
            return _participant(day, id, contact=contact)
        case ParticipantLeft(participant=gone):
            staying = {id: each for id, each in day.participants.items() if id != gone}
            return replace(day, participants=staying, left=day.left | {gone})
        case DayCompanyMerged(company=id, into=into):
            return replace(day, merged={**day.merged, id: into})
        case TimetableDrafted(timetable=id):
            kept = Kept(event, frozenset(day.participants))
            return replace(day, timetable=event, drafts={**day.drafts, id: kept}, stage="drafted")
        case TimetableReviewed(timetable=id):
            return replace(day, timetable=day.drafts[id].drafted, stage="reviewed")
        case TimetablePublished(appointments=appointments):
            return replace(day, stage="published", appointments={each.meeting: each for each in appointments})
        case TimetableFrozen():
            return replace(day, stage="frozen")
        case MeetingAnswered(appointment=appointment, participant=participant):
            answered = Answered(event.answer, event.answered_at)
            return replace(day, answers={**day.answers, (appointment.meeting, participant): answered})
        case MeetingCancelled(appointment=appointment):
            current = {**day.appointments, appointment.meeting: appointment}
            return replace(day, appointments=current, cancelled=day.cancelled | {appointment.meeting})
        case AppointmentMoved(appointment=appointment) if appointment.starts_at == event.before.starts_at:
            return replace(day, appointments={**day.appointments, appointment.meeting: appointment})
        case AppointmentMoved(appointment=appointment) | AppointmentAdded(appointment=appointment):
            id = appointment.meeting
            return replace(
                day,
                appointments={**day.appointments, id: appointment},
                cancelled=day.cancelled - {id},
                answers={key: answer for key, answer in day.answers.items() if key[0] != id},
            )
    return day


def unpublished(day: PlannedDay) -> None:
    """Slugs: `timetable-already-published`, `timetable-frozen`."""
    if day.stage == "frozen":
        raise Refused("timetable-frozen", "the day's timetable is frozen: its meetings can only be cancelled")
    if day.stage == "published":
        raise Refused("timetable-already-published", "the day's timetable is published and cannot change any more")


def _participant(day: PlannedDay, id: str, **change: Any) -> PlannedDay:
    changed = day.participants[id].model_copy(update=change)
    return replace(day, participants={**day.participants, id: changed})


def _outdated(day: PlannedDay) -> Stage:
    if day.published:
        return day.stage
    return "none" if day.timetable is None else "outdated"
