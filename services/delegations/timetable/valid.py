"""Whether a day contradicts itself before any solving: an unknown id, an id twice, a slot outside the day."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.delegations.timetable.model import Day


def contradictions(day: "Day") -> Iterator[str]:
    """What is wrong with the day, in words."""
    if day.slots < 0 or day.tables < 0 or (day.fairness is not None and day.fairness < 0):
        yield "slots, tables and fairness cannot be negative"
    if not 0 <= day.share <= 100:
        yield f"a share of {day.share} per cent"
    yield from _twice("term", day.order)
    if day.clock and len(day.clock) != day.slots:
        yield f"{len(day.clock)} clock times for {day.slots} slots"
    yield from _outside(day, "closed tables", (place.slot for place in day.closed))
    for what, tables in (("closed", (place.table for place in day.closed)), ("spare", day.spare)):
        if outside := sorted(table for table in tables if not 0 <= table < day.tables):
            yield f"{what} tables {outside} are not among the {day.tables}"
    yield from _twice("participant", (participant.id for participant in day.participants))
    yield from _twice("meeting", (meeting.id for meeting in day.meetings))
    for participant in day.participants:
        yield from _outside(day, f"absences of {participant.id}", participant.absent)
        if participant.cap is not None and participant.cap < 0:
            yield f"the most meetings of {participant.id} cannot be negative"
        if participant.teams < 1:
            yield f"{participant.id} has no team"
    yield from _meetings(day)
    yield from _resources(day)


def _meetings(day: "Day") -> Iterator[str]:
    people = {participant.id for participant in day.participants}
    for meeting in day.meetings:
        if unknown := set(meeting.parties) - people:
            yield f"meeting {meeting.id} names unknown participants: {', '.join(sorted(unknown))}"
        if meeting.weight is not None and meeting.weight < 0:
            yield f"the weight of meeting {meeting.id} cannot be negative"
        if meeting.parties[0] == meeting.parties[1]:
            yield f"meeting {meeting.id} is of {meeting.parties[0]} with itself"
        fixed = frozenset() if meeting.fixed is None else {meeting.fixed}
        yield from _outside(
            day, f"slots of meeting {meeting.id}", fixed | (meeting.allowed or frozenset()) | meeting.forbidden
        )
        if meeting.table is not None and (meeting.fixed is None or not 0 <= meeting.table < day.tables):
            yield f"meeting {meeting.id} is bound to table {meeting.table} without a slot, or to none of the day's"
    known = {meeting.id for meeting in day.meetings}
    for pair in day.precedences:
        if unknown := set(pair) - known:
            yield f"a precedence names unknown meetings: {', '.join(sorted(unknown))}"


def _resources(day: "Day") -> Iterator[str]:
    yield from _twice("resource", (resource.id for resource in day.resources))
    known = {meeting.id for meeting in day.meetings}
    for resource in day.resources:
        if len(resource.supply) != day.slots or any(number < 0 for number in resource.supply):
            yield f"the supply of {resource.id} is not a number for each of the {day.slots} slots"
        if unknown := resource.meetings - known:
            yield f"{resource.id} are needed by unknown meetings: {', '.join(sorted(unknown))}"


def _outside(day: "Day", what: str, slots: Iterable[int]) -> Iterator[str]:
    if outside := sorted(slot for slot in slots if not 0 <= slot < day.slots):
        yield f"{what}: slots {outside} lie outside the day of {day.slots} slots"


def _twice(what: str, ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            yield f"{what} {id} occurs twice"
        seen.add(id)
