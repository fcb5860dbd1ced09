"""The timetable of a buyer-meeting day: drafted by the scheduler, reviewed by a person, published to the parties."""

from dataclasses import dataclass
from datetime import timedelta

from services.delegations.domain.planned_day import PlannedDay, unpublished
from services.delegations.timetable import model
from services.delegations.timetable.check import violations
from shared.contracts.delegations.day import (
    Appointment,
    DayEvent,
    DayPlanned,
    Placed,
    TimetableDrafted,
    TimetablePublished,
    TimetableReviewed,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class Draft:
    """The scheduler's answer to `problem`, taken only if it still fits the day as it is now."""

    day: str
    timetable: str
    answer: model.Timetable


@dataclass(frozen=True)
class Review:
    day: str
    timetable: str


@dataclass(frozen=True)
class Publish:
    day: str
    timetable: str


Command = Draft | Review | Publish


def problem(day: PlannedDay) -> model.Day:
    """What the scheduler is asked: every meeting whose request stands once, within slots, tables and absences."""
    if day.plan is None:
        raise Refused("day-unknown", "only a planned day can have a timetable")
    return model.Day(
        slots=len(day.plan.slots),
        tables=day.plan.tables,
        participants=tuple(
            model.Participant(each.participant, frozenset(each.absent)) for each in day.participants.values()
        ),
        meetings=tuple(
            model.Meeting(each.meeting.meeting, (each.meeting.company, each.meeting.buyer))
            for each in day.requests.standing
        ),
    )


def solvable(day: PlannedDay) -> None:
    """Slugs: `timetable-already-published`, `day-without-meetings`."""
    unpublished(day)
    if not day.requests.standing:
        raise Refused("day-without-meetings", "nobody has asked for a meeting that stands")


def decide(day: PlannedDay, plan: DayPlanned, command: Command) -> list[DayEvent]:
    """Draft, review, publish, in this order; drafting one id again changes nothing. Slugs: those below."""
    match command:
        case Draft(timetable=id) if id in day.drafts:
            return []
        case Draft():
            return _draft(day, command)
        case Review(timetable=id):
            _latest(day, id)
            if day.stage == "reviewed":
                raise Refused("timetable-already-reviewed", f"timetable {id} is reviewed")
            return [TimetableReviewed(day=plan.day, timetable=id)]
        case Publish(timetable=id):
            _latest(day, id)
            if day.stage != "reviewed":
                raise Refused("timetable-not-reviewed", f"timetable {id} must be reviewed before it is published")
            return [
                TimetablePublished(day=plan.day, timetable=id, post=plan.post, appointments=_appointments(day, plan))
            ]


def _draft(day: PlannedDay, command: Draft) -> list[DayEvent]:
    """Slugs: those of `solvable`, `timetable-infeasible`, `timetable-not-found-in-time`, `timetable-broken`."""
    solvable(day)
    answer = command.answer
    if answer.status == "infeasible":
        raise Refused("timetable-infeasible", "; ".join(answer.reasons) or "no timetable can hold every meeting")
    if answer.objective is None or answer.bound is None:
        raise Refused("timetable-not-found-in-time", "no timetable was found in the time given; give it more")
    if faults := violations(problem(day), answer):
        raise Refused("timetable-broken", f"the timetable does not fit the day as it is now: {'; '.join(faults)}")
    placed = sorted((place.slot, place.table, meeting) for meeting, place in answer.places.items())
    return [
        TimetableDrafted(
            day=command.day,
            timetable=command.timetable,
            meetings=tuple(Placed(meeting=meeting, slot=slot, table=table + 1) for slot, table, meeting in placed),
            breaks=answer.objective,
            bound=answer.bound,
        )
    ]


def _latest(day: PlannedDay, timetable: str) -> None:
    """Slugs: `timetable-unknown`, `timetable-already-published`, `timetable-superseded`, `timetable-outdated`."""
    if day.timetable is None or timetable not in day.drafts:
        raise Refused("timetable-unknown", f"there is no timetable {timetable}")
    unpublished(day)
    if day.timetable.timetable != timetable:
        raise Refused("timetable-superseded", f"timetable {day.timetable.timetable} was drafted after {timetable}")
    if day.stage == "outdated":
        raise Refused("timetable-outdated", f"since timetable {timetable} was drafted someone joined or asked to meet")


def _appointments(day: PlannedDay, plan: DayPlanned) -> tuple[Appointment, ...]:
    length = timedelta(minutes=plan.slot_minutes)
    return tuple(
        Appointment(
            meeting=placed.meeting,
            company=day.meetings[placed.meeting].company,
            buyer=day.meetings[placed.meeting].buyer,
            starts_at=plan.slots[placed.slot],
            ends_at=plan.slots[placed.slot] + length,
            table=placed.table,
            sequence=0,
        )
        for placed in (day.timetable.meetings if day.timetable else ())
    )
