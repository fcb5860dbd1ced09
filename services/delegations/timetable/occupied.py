"""What a plan leaves free: where a further meeting has room, and why a request has none."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from services.delegations.timetable.model import Day, Meeting
from services.delegations.timetable.words import Words, count


class Cause(NamedTuple):
    """Why a request is not held: a slug, and the participants or resources whose limit it is.

    `no-common-slot`, `cap-reached`, `parties-busy`, `order`, `supply-used`, `breaks-bound` or `tables-taken`.
    """

    reason: str
    of: tuple[str, ...] = ()


class Occupied:
    """Who is busy when, and how many tables are taken, in a plan that meetings can be added to."""

    def __init__(self, day: Day, slots: Mapping[str, int]) -> None:
        self.day = day
        self.slots: dict[str, int] = {}
        self.busy: dict[str, Counter[int]] = {participant.id: Counter() for participant in day.participants}
        self.caps = {participant.id: participant.cap for participant in day.participants}
        self.tables = list(day.open_tables)
        self.supply = {resource.id: list(resource.supply) for resource in day.resources}
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
            self.busy[party][slot] += 1
        for resource in self.day.needs[meeting.id]:
            self.supply[resource.id][slot] -= 1

    def full(self, meeting: Meeting) -> list[str]:
        """The parties that have as many meetings as they may have."""
        return [party for party in meeting.parties if self.caps[party] == self.busy[party].total()]

    def idle(self, meeting: Meeting) -> frozenset[int]:
        """The slots open to the meeting in which each party has a team without another."""
        teams = self.day.teams
        return frozenset(
            slot
            for slot in self.day.open_slots(meeting)
            if all(self.busy[party][slot] < teams[party] for party in meeting.parties)
        )

    def in_order(self, meeting: Meeting, slot: int) -> bool:
        """Whether the meeting would keep its precedences there."""
        return all(
            slot < self.slots[other] if before else slot > self.slots[other]
            for other, before in self.bound_to.get(meeting.id, ())
            if other in self.slots
        )

    def short(self, meeting: Meeting, slot: int) -> list[str]:
        """The resources that the meeting would need there and that are all in use."""
        return [each.id for each in self.day.needs[meeting.id] if self.supply[each.id][slot] <= 0]

    def room(self, meeting: Meeting) -> list[int]:
        """The slots in which it could be held with everything else where it is."""
        if self.full(meeting):
            return []
        return [
            slot
            for slot in sorted(self.idle(meeting))
            if self.tables[slot] > 0 and self.in_order(meeting, slot) and not self.short(meeting, slot)
        ]


def causes(day: Day, slots: Mapping[str, int]) -> dict[str, Cause]:
    """The cause for each request that has no slot."""
    plan = Occupied(day, slots)
    return {meeting.id: _cause(plan, meeting) for meeting in day.meetings if meeting.id not in slots}


def unserved(day: Day, slots: Mapping[str, int]) -> dict[str, str]:
    """The same in words."""
    caps, say = {participant.id: participant.cap for participant in day.participants}, Words(day)
    return {id: _words(say, day.meeting[id], cause, caps) for id, cause in causes(day, slots).items()}


def _cause(plan: Occupied, meeting: Meeting) -> Cause:
    if not plan.day.open_slots(meeting):
        return Cause("no-common-slot")
    if full := plan.full(meeting):
        return Cause("cap-reached", tuple(full))
    if not (idle := plan.idle(meeting)):
        return Cause("parties-busy")
    if not (ordered := [slot for slot in idle if plan.in_order(meeting, slot)]):
        return Cause("order")
    short = [plan.short(meeting, slot) for slot in ordered]
    if all(short):
        return Cause("supply-used", tuple(sorted({id for ids in short for id in ids})))
    return Cause("breaks-bound" if plan.room(meeting) else "tables-taken")


def _words(say: Words, meeting: Meeting, cause: Cause, caps: Mapping[str, int | None]) -> str:
    first, second = map(say.who, meeting.parties)
    match cause.reason:
        case "no-common-slot":
            return f"{first} and {second} share no free slot in which it is allowed"
        case "cap-reached":
            most = {party: count(caps[party] or 0, "meeting") for party in cause.of}
            return "; ".join(f"{say.who(party)} has {most[party]}, as many as it may have" for party in cause.of)
        case "parties-busy":
            return f"no slot is left in which neither {first} nor {second} has another meeting"
        case "order":
            return "the meetings that must come before or after it leave it no slot"
        case "supply-used":
            return f"all {', '.join(cause.of)} are taken in the slots that {first} and {second} both have left"
        case "breaks-bound":
            return f"it would interrupt {first} or {second} more often than the bound on breaks allows"
    return f"every table is taken in the slots that {first} and {second} both have left"
