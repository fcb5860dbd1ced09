"""What no timetable can keep, found by looking at each demand and each pair of them, before anything is solved."""

from collections import Counter
from collections.abc import Iterator
from functools import reduce
from graphlib import CycleError, TopologicalSorter

from services.delegations.domain.day_problem import problem
from services.delegations.domain.planned_day import PlannedDay, evolve, unpublished
from services.delegations.timetable import model
from services.delegations.timetable.words import Words, count
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
    say = Words(day)
    for participant in day.participants:
        if len(participant.absent) == day.slots:
            detail = f"absences, sessions and the programme leave {say.who(participant.id)} no slot"
            yield "participant-without-availability", detail
    certain = [meeting for meeting in day.meetings if meeting.weight is None]
    for meeting in certain:
        if meeting.fixed is None and not day.open_slots(meeting):
            detail = f"absences, sessions and the programme leave {say.which(meeting.id)} no slot, and it must be held"
            yield "meeting-without-slot", detail
    yield from _locks(day, say, [meeting for meeting in certain if meeting.fixed is not None])
    yield from _orders(day, say)


def _locks(day: model.Day, say: Words, locked: list[model.Meeting]) -> Iterator[tuple[str, str]]:
    for meeting in locked:
        which = say.which(meeting.id)
        if meeting.fixed is not None and not day.open_slots(meeting):
            away = " or ".join(map(say.who, meeting.parties))
            detail = f"{say.when(meeting.fixed)} {which} is not allowed, or {away} is not free"
            yield "lock-impossible", detail
        if meeting.table is not None and (meeting.fixed, meeting.table) in day.closed:
            yield "lock-impossible", f"{say.table(meeting.table)}, to which {which} is locked, is a spare one"
    yield from _crowded(day, say, [(meeting, meeting.fixed) for meeting in locked if meeting.fixed is not None])


def _crowded(day: model.Day, say: Words, locked: list[tuple[model.Meeting, int]]) -> Iterator[tuple[str, str]]:
    """Too many meetings are locked into one slot, to one table or for one participant."""
    for (slot, party), number in Counter((slot, party) for each, slot in locked for party in each.parties).items():
        if number > day.teams[party]:
            yield "locks-contradict", f"{say.who(party)} has {number} meetings locked {say.when(slot)}"
    places = Counter((slot, each.table) for each, slot in locked if each.table is not None)
    for (slot, table), number in places.items():
        if number > 1:
            yield "locks-contradict", f"{number} meetings are locked to {say.table(table)} {say.when(slot)}"
    for slot, tables in enumerate(day.open_tables):
        here = [each for each, at in locked if at == slot]
        if len(here) > tables:
            room = f"and there is room for {tables}"
            yield "locks-contradict", f"{len(here)} meetings are locked {say.when(slot)}, {room}"
        for resource in day.resources:
            number, supply = sum(each.id in resource.meetings for each in here), resource.supply[slot]
            if number > supply:
                need = f"need {resource.id}, of which there are {supply}"
                yield "locks-contradict", f"{count(number, 'meeting')} locked {say.when(slot)} {need}"
    held = Counter(party for each, _ in locked for party in each.parties)
    for person in day.participants:
        if person.cap is not None and held[person.id] > person.cap:
            has = count(held[person.id], "locked meeting")
            yield "locks-contradict", f"{say.who(person.id)} has {has} and may have {person.cap}"


def _orders(day: model.Day, say: Words) -> Iterator[tuple[str, str]]:
    for earlier, later in day.precedences:
        first, last = day.open_slots(day.meeting[earlier]), day.open_slots(day.meeting[later])
        if first and last and min(first) >= max(last):
            detail = f"{say.which(earlier)} has no slot before those that {say.which(later)} may have"
            yield "orders-contradict", detail
    order: TopologicalSorter[str] = TopologicalSorter()
    for earlier, later in day.precedences:
        order.add(later, earlier)
    try:
        order.prepare()
    except CycleError as cycle:
        in_a_circle = ", ".join(map(say.which, cycle.args[1]))
        yield "orders-contradict", f"each of these must come before the next: {in_a_circle}"
