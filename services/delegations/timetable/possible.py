"""The slots in which a meeting can still take place once the meetings before and after it are taken into account."""

from collections.abc import Mapping

from services.delegations.timetable.model import Day


def possible(day: Day) -> Mapping[str, frozenset[int]]:
    """The open slots of each meeting that its precedences leave; empty where they leave none."""
    slots = {meeting.id: day.open_slots(meeting) for meeting in day.meetings}
    changed = bool(day.precedences)
    while changed:
        changed = False
        for earlier, later in day.precedences:
            first = min(slots[earlier], default=day.slots)
            last = max(slots[later], default=-1)
            after = frozenset(slot for slot in slots[later] if slot > first)
            before = frozenset(slot for slot in slots[earlier] if slot < last)
            changed |= after != slots[later] or before != slots[earlier]
            slots[earlier], slots[later] = before, after
    return slots
