"""Gives every meeting of a slot a table of its own, and keeps participants where they sat before if that is free."""

from collections import defaultdict
from collections.abc import Mapping

from services.delegations.timetable.model import Day, Meeting, Place

NOWHERE: Mapping[str, Place] = {}


def seat(day: Day, slots: Mapping[str, int], published: Mapping[str, Place] = NOWHERE) -> dict[str, Place]:
    """Slot and table of each meeting that has a slot; the same answer for the same input.

    A meeting stays at the table that it is bound to, and keeps its published place if it has that slot, where these
    tables are open. Slot by slot, any other takes the table where one of its parties last sat (the party with more
    meetings is asked first, since moving it disturbs more people), else the free table least used so far, a spare one
    only where there is no other.
    """
    in_slot: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in day.meetings:
        if meeting.id in slots:
            in_slot[slots[meeting.id]].append(meeting)
    last_table: dict[str, int] = {}
    used = [0] * day.tables
    places: dict[str, Place] = {}
    for slot in sorted(in_slot):
        free = {table for table in range(day.tables) if Place(slot, table) not in day.closed}
        bound = {meeting.id: Place(slot, meeting.table) for meeting in in_slot[slot] if meeting.table is not None}
        for kept in (bound, published):
            for meeting in in_slot[slot]:
                place = kept.get(meeting.id)
                if meeting.id not in places and place is not None and place.slot == slot and place.table in free:
                    places[meeting.id] = place
                    free.remove(place.table)
        wishes = sorted(
            (-len(day.agenda[party]), party, meeting.id)
            for meeting in in_slot[slot]
            for party in meeting.parties
            if party in last_table
        )
        for _, party, id in wishes:
            if id not in places and last_table[party] in free:
                places[id] = Place(slot, last_table[party])
                free.remove(last_table[party])
        for meeting in in_slot[slot]:
            if meeting.id not in places:
                table = min(free, key=lambda table: (table in day.spare, used[table], table))
                places[meeting.id] = Place(slot, table)
                free.remove(table)
            table = places[meeting.id].table
            used[table] += 1
            last_table.update(dict.fromkeys(meeting.parties, table))
    return places
