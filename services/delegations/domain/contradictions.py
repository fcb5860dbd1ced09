"""What no timetable can keep, found by looking at each demand and each pair of them, before anything is solved."""

from collections import Counter
from collections.abc import Iterator
from functools import reduce
from graphlib import CycleError, TopologicalSorter

from services.delegations.domain.day_problem import problem
from services.delegations.domain.planned_day import PlannedDay, evolve, unpublished
from services.delegations.timetable import model
from shared.contracts.delegations.day import DayEvent
from shared.eventing.decider import Refused


def coherent(day: PlannedDay, event: DayEvent) -> list[DayEvent]:
    """The event, unless it would bring a contradiction into the day that was not there before.

    Slugs: `timetable-already-published`, `timetable-frozen`, `participant-without-availability`, `lock-impossible`,
    `meeting-without-slot`, `locks-contradict`, `orders-contradict`.
    """
    unpublished(day)
    before = set(_contradictions(problem(day)))
    for slug, detail in _contradictions(problem(reduce(evolve, [event], day))):
        if (slug, detail) not in before:
            raise Refused(slug, detail)
    return [event]


def _contradictions(day: model.Day) -> Iterator[tuple[str, str]]:
    for participant in day.participants:
        if len(participant.absent) == day.slots:
            detail = f"absences, sessions and the programme leave {participant.id} no slot"
            yield "participant-without-availability", detail
    certain = [meeting for meeting in day.meetings if meeting.weight is None]
    for meeting in certain:
        if meeting.fixed is None and not day.open_slots(meeting):
            detail = f"absences, sessions and the programme leave meeting {meeting.id} no slot, and it must be held"
            yield "meeting-without-slot", detail
    yield from _locks(day, [meeting for meeting in certain if meeting.fixed is not None])
    yield from _orders(day)


def _locks(day: model.Day, locked: list[model.Meeting]) -> Iterator[tuple[str, str]]:
    for meeting in locked:
        if not day.open_slots(meeting):
            first, second = meeting.parties
            detail = f"slot {meeting.fixed} is closed to meeting {meeting.id}, or {first} or {second} is not free then"
            yield "lock-impossible", detail
        if (meeting.fixed, meeting.table) in day.closed:
            yield "lock-impossible", f"table {_number(meeting.table)}, to which {meeting.id} is locked, is a spare one"
    for (slot, party), count in Counter((each.fixed, party) for each in locked for party in each.parties).items():
        if count > day.teams[party]:
            yield "locks-contradict", f"{party} has {count} meetings locked into slot {slot}"
    places = Counter((each.fixed, each.table) for each in locked if each.table is not None)
    for (slot, table), count in places.items():
        if count > 1:
            yield "locks-contradict", f"{count} meetings are locked to table {_number(table)} in slot {slot}"
    for slot, tables in enumerate(day.open_tables):
        if (count := sum(each.fixed == slot for each in locked)) > tables:
            yield "locks-contradict", f"{count} meetings are locked into slot {slot}, which has {tables} tables"
        for resource in day.resources:
            if (count := sum(each.fixed == slot and each.id in resource.meetings for each in locked)) > (
                supply := resource.supply[slot]
            ):
                detail = f"{count} meetings locked into slot {slot} need {resource.id}, of which it has {supply}"
                yield "locks-contradict", detail
    held = Counter(party for each in locked for party in each.parties)
    for participant in day.participants:
        if participant.cap is not None and held[participant.id] > participant.cap:
            detail = f"{participant.id} has {held[participant.id]} locked meetings and may have {participant.cap}"
            yield "locks-contradict", detail


def _orders(day: model.Day) -> Iterator[tuple[str, str]]:
    for earlier, later in day.precedences:
        first, last = day.open_slots(day.meeting[earlier]), day.open_slots(day.meeting[later])
        if first and last and min(first) >= max(last):
            yield "orders-contradict", f"meeting {earlier} has no slot before those that meeting {later} may have"
    order: TopologicalSorter[str] = TopologicalSorter()
    for earlier, later in day.precedences:
        order.add(later, earlier)
    try:
        order.prepare()
    except CycleError as cycle:
        yield "orders-contradict", f"each of these must come before the next: {', '.join(cycle.args[1])}"


def _number(table: int | None) -> int:
    """A table as people count it, from 1."""
    return 0 if table is None else table + 1
