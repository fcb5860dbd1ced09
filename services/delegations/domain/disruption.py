"""What has happened to a published timetable, and the question that the scheduler is asked about it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import NamedTuple

from services.delegations.domain import planned_day
from services.delegations.domain.day_problem import problem
from services.delegations.domain.day_requests import RequestMeeting, asked_for
from services.delegations.domain.planned_day import PlannedDay
from services.delegations.timetable.model import Day, Place
from shared.contracts.delegations.day import DayEvent
from shared.contracts.delegations.day_repair import RepairAbsence, RepairLostTable, RepairRequest
from shared.contracts.delegations.day_requests import MeetingRequestWithdrawn
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class Disruption:
    """What has happened, and what is wanted: see `TimetableRepairProposed`."""

    absences: tuple[RepairAbsence, ...] = ()
    lost_tables: tuple[RepairLostTable, ...] = ()
    requests: tuple[RepairRequest, ...] = ()
    wanted: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


class Question(NamedTuple):
    """What `timetable.repair` is asked: the day as it is now, where its meetings stand, and what may not be moved."""

    day: Day
    published: Mapping[str, Place]
    since: int
    frozen: frozenset[str]
    wanted: frozenset[str]


def question(day: PlannedDay, happened: Disruption, now: datetime) -> Question:
    """Slugs: `nothing-happened`, `timetable-frozen`, `timetable-not-published`, `day-already-over`,
    `participant-unknown`, `slot-outside-day`, `table-outside-day`, `meeting-unknown`, `meeting-not-held`,
    `meeting-has-started`, `meeting-already-held`, `meeting-already-cancelled`, `request-does-not-stand`, and those of
    a request.
    """
    if happened == Disruption(kept=happened.kept):
        raise Refused("nothing-happened", "an absence, a lost table, a new, wanted or withdrawn meeting must be named")
    if day.stage == "frozen":
        raise Refused("timetable-frozen", "the day's timetable is frozen: its meetings can only be cancelled")
    if day.stage != "published":
        raise Refused("timetable-not-published", "only a published timetable is repaired")
    since = sum(starts_at <= now for starts_at in day.slots)
    if since == len(day.slots):
        raise Refused("day-already-over", f"the last slot began at {day.slots[-1]}")
    published = places(day)
    _inside(day, happened)
    for id in (*happened.kept, *happened.withdrawn):
        _held(day, id, published)
    for id in happened.withdrawn:
        if published[id].slot < since:
            raise Refused("meeting-has-started", f"meeting {id} began at {day.slots[published[id].slot]}")
    for id in happened.wanted:
        _may_be_held(day, id, published)
    after = reduce(planned_day.evolve, consequences(day, happened, now), day)
    return Question(
        day=_as_it_is_now(after, happened, published),
        published=published,
        since=since,
        frozen=frozenset(happened.kept),
        wanted=frozenset((*happened.wanted, *(each.meeting for each in happened.requests))),
    )


def places(day: PlannedDay) -> dict[str, Place]:
    """Where the meetings stand that are to be held; tables count from 0."""
    number = {starts_at: slot for slot, starts_at in enumerate(day.slots)}
    return {
        id: Place(number[each.starts_at], each.table - 1)
        for id, each in day.appointments.items()
        if id not in day.cancelled
    }


def consequences(day: PlannedDay, happened: Disruption, now: datetime) -> Iterator[DayEvent]:
    """What becomes of requests if this has happened. Slugs: `meeting-already-requested`, those of `asked_for`."""
    name = day.plan.day if day.plan else ""
    for each in happened.requests:
        asking = RequestMeeting(name, **each.model_dump(), now=now, by_organiser=True, agreed=True)
        if each.meeting in day.meetings:
            raise Refused("meeting-already-requested", f"{each.meeting} was requested before")
        requested = asked_for(day, asking).model_copy(update={"needs_acceptance": False})
        day = planned_day.evolve(day, requested)
        yield requested
    yield from (_withdrawal(day, id) for id in happened.withdrawn)


def _as_it_is_now(day: PlannedDay, happened: Disruption, published: Mapping[str, Place]) -> Day:
    """The day without what its office has cancelled, with the absences and lost tables of this and earlier repairs.

    Spare tables are there for this, and used where no other is free. Whoever has less time now may still hold what was
    published, however many meetings it might have.
    """
    known = day.repairs.knowing(happened.absences, happened.lost_tables)
    people = {
        id: each.model_copy(update={"absent": tuple(sorted(known.absent.get(id, each.absent)))})
        for id, each in day.participants.items()
    }
    off = (_withdrawal(day, id) for id in sorted(day.cancelled - day.repairs.dropped))
    asked = problem(reduce(planned_day.evolve, off, replace(day, participants=people)))
    held = Counter(party for id in published for party in (day.meetings[id].company, day.meetings[id].buyer))
    return replace(
        asked,
        participants=tuple(
            each if each.cap is None else replace(each, cap=max(each.cap, held[each.id])) for each in asked.participants
        ),
        closed=known.lost,
        spare=frozenset(table - 1 for table in day.arrangement.spare_tables),
    )


def _withdrawal(day: PlannedDay, meeting: str) -> MeetingRequestWithdrawn:
    by, name = day.requests.made[meeting].requester, day.plan.day if day.plan else ""
    return MeetingRequestWithdrawn(day=name, meeting=meeting, participant=by, by_organiser=True)


def _inside(day: PlannedDay, happened: Disruption) -> None:
    for absence in happened.absences:
        if absence.participant not in day.participants:
            raise Refused("participant-unknown", f"{absence.participant} does not take part in the day")
    tables = day.plan.tables if day.plan else 0
    for lost in happened.lost_tables:
        if not 1 <= lost.table <= tables:
            raise Refused("table-outside-day", f"there is no table {lost.table}, there are {tables}, from 1")
    named = [each.slots for each in happened.absences] + [each.slots for each in happened.lost_tables]
    slots = [slot for each in named for slot in each]
    if outside := sorted({slot for slot in slots if not 0 <= slot < len(day.slots)}):
        raise Refused("slot-outside-day", f"slots {outside} are not among the {len(day.slots)} of the day, from 0")


def _held(day: PlannedDay, meeting: str, published: Mapping[str, Place]) -> None:
    if meeting not in day.meetings:
        raise Refused("meeting-unknown", f"there is no meeting {meeting}")
    if meeting not in published:
        raise Refused("meeting-not-held", f"meeting {meeting} is not held")


def _may_be_held(day: PlannedDay, meeting: str, published: Mapping[str, Place]) -> None:
    if meeting not in day.meetings:
        raise Refused("meeting-unknown", f"there is no meeting {meeting}")
    if meeting in published:
        raise Refused("meeting-already-held", f"meeting {meeting} has its place")
    if meeting in day.cancelled - day.repairs.dropped:
        raise Refused("meeting-already-cancelled", f"meeting {meeting} is cancelled")
    if not day.requests.made[meeting].stands:
        raise Refused("request-does-not-stand", f"the request for meeting {meeting} does not stand")
