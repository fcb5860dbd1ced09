"""What a plan leaves free: where a further meeting has room, and why a request has none."""

from collections.abc import Mapping

from services.delegations.timetable.model import Day, Meeting


class Occupied:
    """Who is busy when, and how many tables are taken, in a plan that meetings can be added to."""

    def __init__(self, day: Day, slots: Mapping[str, int]) -> None:
        self.day = day
        self.slots: dict[str, int] = {}
        self.busy: dict[str, set[int]] = {participant.id: set() for participant in day.participants}
        self.caps = {participant.id: participant.cap for participant in day.participants}
        self.tables = list(day.open_tables)
        self.bound_to: dict[str, list[tuple[str, bool]]] = {}
        for earlier, later in day.precedences:
            self.bound_to.setdefault(earlier, []).append((later, True))
            self.bound_to.setdefault(later, []).append((earlier, False))
        for id, slot in slots.items():
            self.add(day.meeting[id], slot)

    def add(self, meeting: Meeting, slot: int) -> None:
        self.slots[meeting.id] = slot
        self.tables[slot] -= 1
        for party in meeting.parties:
            self.busy[party].add(slot)

    def full(self, meeting: Meeting) -> list[str]:
        """The parties that have as many meetings as they may have."""
        return [party for party in meeting.parties if self.caps[party] == len(self.busy[party])]

    def idle(self, meeting: Meeting) -> frozenset[int]:
        """The slots open to the meeting in which neither party has another."""
        first, second = meeting.parties
        return self.day.open_slots(meeting) - self.busy[first] - self.busy[second]

    def in_order(self, meeting: Meeting, slot: int) -> bool:
        """Whether the meeting would keep its precedences there."""
        return all(
            slot < self.slots[other] if before else slot > self.slots[other]
            for other, before in self.bound_to.get(meeting.id, ())
            if other in self.slots
        )

    def room(self, meeting: Meeting) -> list[int]:
        """The slots in which it could be held with everything else where it is."""
        if self.full(meeting):
            return []
        return [slot for slot in sorted(self.idle(meeting)) if self.tables[slot] > 0 and self.in_order(meeting, slot)]


def unserved(day: Day, slots: Mapping[str, int]) -> dict[str, str]:
    """The reason for each request that has no slot."""
    plan = Occupied(day, slots)
    return {meeting.id: _reason(plan, meeting) for meeting in day.meetings if meeting.id not in slots}


def _reason(plan: Occupied, meeting: Meeting) -> str:
    first, second = meeting.parties
    if not plan.day.open_slots(meeting):
        return f"{first} and {second} share no free slot in which it is allowed"
    if full := plan.full(meeting):
        return "; ".join(f"{party} has {plan.caps[party]} meetings, as many as it may have" for party in full)
    if not (idle := plan.idle(meeting)):
        return f"no slot is left in which neither {first} nor {second} has another meeting"
    if not any(plan.in_order(meeting, slot) for slot in idle):
        return "the meetings that must come before or after it leave it no slot"
    if plan.room(meeting):
        return f"it would interrupt {first} or {second} more often than the bound on breaks allows"
    return f"every table is taken in the slots that {first} and {second} both have left"
