"""A part of a day as a day of its own: some meetings may move, everything else stays where it is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace

from services.delegations.timetable.model import Day, Place, Resource


def around(day: Day, slots: Mapping[str, int], free: Set[str]) -> Day:
    """The free meetings, all other meetings of their parties fixed in their slots, the tables of the rest closed."""
    moving = {party for id in free for party in day.meeting[id].parties}
    ordered = {id for pair in day.precedences if not free.isdisjoint(pair) for id in pair}
    seen = [
        meeting
        for meeting in day.meetings
        if meeting.id in free
        or (meeting.id in slots and (meeting.id in ordered or not moving.isdisjoint(meeting.parties)))
    ]
    ids = {meeting.id for meeting in seen}
    people = {party for meeting in seen for party in meeting.parties}
    away = Counter(slot for id, slot in slots.items() if id not in ids)
    return Day(
        slots=day.slots,
        tables=day.tables,
        participants=tuple(each for each in day.participants if each.id in people),
        meetings=tuple(
            meeting if meeting.id in free else replace(meeting, fixed=slots[meeting.id], weight=None)
            for meeting in seen
        ),
        precedences=tuple(pair for pair in day.precedences if ids.issuperset(pair)),
        closed=frozenset(_taken(day, away)),
        resources=tuple(_left(each, slots, ids) for each in day.resources),
    )


def _left(resource: Resource, slots: Mapping[str, int], ids: Set[str]) -> Resource:
    """What the meetings that are not seen leave of a resource."""
    away = Counter(slots[id] for id in resource.meetings if id in slots and id not in ids)
    supply = tuple(max(0, number - away[slot]) for slot, number in enumerate(resource.supply))
    return Resource(resource.id, supply, resource.meetings & ids)


def _taken(day: Day, away: Mapping[int, int]) -> Iterable[Place]:
    """As many places in each slot as are closed or taken elsewhere; which ones does not matter to who is held when."""
    for slot in range(day.slots):
        for table in range(day.tables - day.open_tables[slot] + away.get(slot, 0)):
            yield Place(slot, table)
