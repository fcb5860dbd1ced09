"""The timetable of a buyer-meeting day: drafts by the scheduler, one reviewed by a person, published, then frozen."""

from dataclasses import dataclass
from datetime import timedelta

from services.delegations.domain.day_problem import problem
from services.delegations.domain.event_size import sendable
from services.delegations.domain.kept_drafts import got, misfits, placed, unserved
from services.delegations.domain.planned_day import Kept, PlannedDay, unpublished
from services.delegations.timetable import model
from services.delegations.timetable.check import violations
from services.delegations.timetable.idle import waits
from shared.contracts.delegations.day import (
    Appointment,
    DayEvent,
    DayPlanned,
    TimetableDrafted,
    TimetableFrozen,
    TimetablePublished,
    TimetableReviewed,
)
from shared.eventing.decider import Refused

MOST_DRAFTS = 20


@dataclass(frozen=True)
class Draft:
    """The scheduler's answer to `problem`, taken only if it still fits the day as it is now."""

    day: str
    timetable: str
    answer: model.Timetable


@dataclass(frozen=True)
class Review:
    """Any draft that still fits the day may be reviewed, also one that was reviewed before another."""

    day: str
    timetable: str


@dataclass(frozen=True)
class Publish:
    day: str
    timetable: str


@dataclass(frozen=True)
class Freeze:
    """The published timetable changes no more; its meetings can still be cancelled."""

    day: str
    timetable: str


Command = Draft | Review | Publish | Freeze


def solvable(day: PlannedDay) -> None:
    """Slugs: `timetable-already-published`, `timetable-frozen`, `day-without-meetings`, `too-many-drafts`."""
    unpublished(day)
    if not day.requests.standing:
        raise Refused("day-without-meetings", "nobody has asked for a meeting that stands")
    if len(day.drafts) >= MOST_DRAFTS:
        raise Refused("too-many-drafts", f"the day keeps {len(day.drafts)} drafts, which is as many as it may")


def decide(day: PlannedDay, plan: DayPlanned, command: Command) -> list[DayEvent]:
    """Draft, review, publish, freeze, in this order; drafting one id again changes nothing. Slugs: those below."""
    match command:
        case Draft(timetable=id) if id in day.drafts:
            return []
        case Draft():
            return _draft(day, plan, command)
        case Review(timetable=id):
            return _review(day, plan, id)
        case Publish(timetable=id):
            return _publish(day, plan, id)
        case Freeze(timetable=id):
            return _freeze(day, plan, id)


def _draft(day: PlannedDay, plan: DayPlanned, command: Draft) -> list[DayEvent]:
    """Slugs: those of `solvable`, `timetable-infeasible`, `timetable-not-found-in-time`, `timetable-broken`,
    `timetable-too-large`.
    """
    solvable(day)
    answer, asked = command.answer, problem(day)
    if answer.status == "infeasible":
        raise Refused("timetable-infeasible", "; ".join(answer.reasons) or "no timetable can hold every meeting")
    if answer.objective is None or answer.bound is None:
        raise Refused("timetable-not-found-in-time", "no timetable was found in the time given; give it more")
    if faults := violations(asked, answer):
        raise Refused("timetable-broken", f"the timetable does not fit the day as it is now: {'; '.join(faults)}")
    drafted = TimetableDrafted(
        day=command.day,
        timetable=command.timetable,
        meetings=placed(answer),
        breaks=answer.objective,
        bound=answer.bound,
        weight=answer.weight,
        weight_bound=answer.weight_bound,
        rules=day.arrangement.rules,
        unserved=unserved(asked, answer),
        got=got(answer),
        waits=sum(waits(asked, {id: place.slot for id, place in answer.places.items()}).values()),
    )
    for event in (drafted, _published(day, plan, drafted)):  # published it is larger than drafted
        sendable(event, "timetable-too-large", f"{len(drafted.meetings)} meetings")
    return [drafted]


def _review(day: PlannedDay, plan: DayPlanned, timetable: str) -> list[DayEvent]:
    """Slugs: `timetable-already-reviewed`, `timetable-outdated`, those of `_open`."""
    kept = _open(day, timetable)
    if day.stage == "reviewed" and day.timetable == kept.drafted:
        raise Refused("timetable-already-reviewed", f"timetable {timetable} is reviewed")
    _fitting(day, kept)
    return [TimetableReviewed(day=plan.day, timetable=timetable)]


def _publish(day: PlannedDay, plan: DayPlanned, timetable: str) -> list[DayEvent]:
    """Slugs: `timetable-superseded`, `timetable-outdated`, `timetable-not-reviewed`, those of `_open`."""
    kept = _open(day, timetable)
    if day.timetable is not None and day.timetable != kept.drafted:
        detail = f"timetable {day.timetable.timetable} was drafted or reviewed after {timetable}; review this one again"
        raise Refused("timetable-superseded", detail)
    _fitting(day, kept)
    if day.stage != "reviewed":
        raise Refused("timetable-not-reviewed", f"timetable {timetable} must be reviewed before it is published")
    return [_published(day, plan, kept.drafted)]


def _freeze(day: PlannedDay, plan: DayPlanned, timetable: str) -> list[DayEvent]:
    """Freezing again changes nothing. Slugs: `timetable-unknown`, `timetable-not-published`."""
    if timetable not in day.drafts:
        raise Refused("timetable-unknown", f"there is no timetable {timetable}")
    if not day.published or day.timetable != day.drafts[timetable].drafted:
        raise Refused("timetable-not-published", f"timetable {timetable} is not the published one")
    return [] if day.stage == "frozen" else [TimetableFrozen(day=plan.day, timetable=timetable, post=plan.post)]


def _open(day: PlannedDay, timetable: str) -> Kept:
    """Slugs: `timetable-unknown`, `timetable-already-published`, `timetable-frozen`."""
    if timetable not in day.drafts:
        raise Refused("timetable-unknown", f"there is no timetable {timetable}")
    unpublished(day)
    return day.drafts[timetable]


def _fitting(day: PlannedDay, kept: Kept) -> None:
    """The independent check, once more on the day as it is now. Slug: `timetable-outdated`."""
    if faults := misfits(day, kept):
        detail = f"timetable {kept.drafted.timetable} does not fit the day as it is now: {'; '.join(faults)}"
        raise Refused("timetable-outdated", detail)


def _published(day: PlannedDay, plan: DayPlanned, drafted: TimetableDrafted) -> TimetablePublished:
    length = timedelta(minutes=plan.slot_minutes)
    appointments = tuple(
        Appointment(
            meeting=each.meeting,
            company=day.meetings[each.meeting].company,
            buyer=day.meetings[each.meeting].buyer,
            starts_at=plan.slots[each.slot],
            ends_at=plan.slots[each.slot] + length,
            table=each.table,
            sequence=0,
        )
        for each in drafted.meetings
    )
    return TimetablePublished(day=plan.day, timetable=drafted.timetable, post=plan.post, appointments=appointments)
