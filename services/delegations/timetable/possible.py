"""The slots in which a meeting can still take place once the meetings before and after it are taken into account."""

from collections.abc import Mapping

from services.delegations.timetable.model import Day


def possible(day: Day) -> Mapping[str, frozenset[int]]:
    """The open slots of each meeting that its precedences leave; empty where they leave none.

    A meeting that need not be held keeps nobody from a slot.
    """
    binding = [pair for pair in day.precedences if all(day.meeting[each].weight is None for each in pair)]
    slots = {meeting.id: day.open_slots(meeting) for meeting in day.meetings}
    changed = bool(binding)
    while changed:
        changed = False
        for earlier, later in binding:
            first = min(slots[earlier], default=day.slots)
            last = max(slots[later], default=-1)
            after = frozenset(slot for slot in slots[later] if slot > first)
            before = frozenset(slot for slot in slots[earlier] if slot < last)
            changed |= after != slots[later] or before != slots[earlier]
            slots[earlier], slots[later] = before, after
    return slots
