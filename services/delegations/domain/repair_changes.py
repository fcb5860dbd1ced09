"""What a repair changes: meetings held elsewhere, no longer, or besides; whether the whole still keeps every rule."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from services.delegations.domain.disruption import Question
from services.delegations.domain.planned_day import PlannedDay
from services.delegations.timetable.check import violations
from services.delegations.timetable.model import Place, Timetable
from services.delegations.timetable.occupied import unserved
from services.delegations.timetable.repair import as_held, rest_of_day
from shared.contracts.delegations.day import Appointment, DayEvent, DayPlanned, MeetingCancelled
from shared.contracts.delegations.day_repair import (
    AppointmentAdded,
    AppointmentMoved,
    RepairChange,
    RepairPlace,
    TimetableRepairProposed,
)
from shared.eventing.decider import Refused

WITHDRAWN = "whoever asked for the meeting has withdrawn"


def changes(day: PlannedDay, asked: Question, after: Timetable) -> Iterator[RepairChange]:
    """What differs, in the order of the day."""
    before = asked.published
    different = {id for id in before.keys() | after.places.keys() if before.get(id) != after.places.get(id)}
    for id in sorted(different, key=lambda one: (after.places.get(one) or before[one], one)):
        parties = asked.day.meeting[id].parties if id in asked.day.meeting else _parties(day, id)
        yield RepairChange(
            meeting=id,
            company=parties[0],
            buyer=parties[1],
            before=where(before.get(id)),
            after=where(after.places.get(id)),
            reason=None if id in after.places else after.unserved.get(id, WITHDRAWN),
        )


def changed(
    day: PlannedDay, plan: DayPlanned, proposal: TimetableRepairProposed, change: RepairChange, now: datetime
) -> DayEvent:
    """What is published of one change."""
    before = day.appointments.get(change.meeting)
    sequence = 0 if before is None else before.sequence + 1
    if change.after is None:
        lost = day.appointments[change.meeting].model_copy(update={"sequence": sequence})
        return MeetingCancelled(day=plan.day, post=plan.post, appointment=lost, reason=proposal.reason)
    starts_at = plan.slots[change.after.slot]
    appointment = Appointment(
        **change.model_dump(include={"meeting", "company", "buyer"}),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=plan.slot_minutes),
        table=change.after.table,
        sequence=sequence,
    )
    of = {"day": plan.day, "post": plan.post, "repair": proposal.repair, "appointment": appointment}
    if change.before is None or before is None:
        return AppointmentAdded(**of, added_at=now)
    return AppointmentMoved(**of, before=before, moved_at=now)


def verified(asked: Question, places: Mapping[str, Place]) -> Timetable:
    """The whole timetable, if it keeps every rule of the day and leaves alone what may not be moved.

    Slug: `repair-outdated`.
    """
    rest = rest_of_day(asked.day, asked.published, asked.since, asked.frozen)
    after = as_held(rest, places)
    faults = violations(rest, after)
    for id, place in asked.published.items():
        begun, now = place.slot < asked.since, places.get(id)
        if (begun and now != place) or (id in asked.frozen and now is not None and now.slot != place.slot):
            faults.append(f"meeting {id} has begun or is to be kept, and cannot be moved")
    if faults:
        raise Refused("repair-outdated", f"the repair does not fit the day as it is now: {'; '.join(faults)}")
    return replace(after, unserved=unserved(rest, {id: place.slot for id, place in places.items()}))


def _parties(day: PlannedDay, meeting: str) -> tuple[str, str]:
    return day.meetings[meeting].company, day.meetings[meeting].buyer


def where(place: Place | None) -> RepairPlace | None:
    """A place as it is published: tables count from 1."""
    return None if place is None else RepairPlace(slot=place.slot, table=place.table + 1)


def place_of(where: RepairPlace | None) -> Place | None:
    """The same as the scheduler counts."""
    return None if where is None else Place(where.slot, where.table - 1)
