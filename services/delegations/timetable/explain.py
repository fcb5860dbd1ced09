"""Says in words why a day cannot be held, for the causes that counting alone proves."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from services.delegations.timetable.model import Day
from services.delegations.timetable.possible import possible

UNEXPLAINED = "no timetable keeps all rules at once, although no participant and no meeting alone is the cause"


def conflicts(day: Day) -> tuple[str, ...]:
    """The provable causes with the participants and meetings concerned; none found does not make the day feasible."""
    return tuple(_conflicts(day))


def _conflicts(day: Day) -> Iterator[str]:
    certain = [meeting for meeting in day.meetings if meeting.weight is None]
    if len(certain) > (places := sum(day.open_tables)):
        yield f"{len(certain)} meetings for {places} places ({day.tables} tables, {day.slots} slots)"
    for meeting in certain:
        if not day.open_slots(meeting):
            first, second = meeting.parties
            if meeting.fixed is None:
                yield f"meeting {meeting.id}: {first} and {second} share no free slot in which it is allowed"
            else:
                yield f"meeting {meeting.id}: its fixed slot is closed to it, or {first} or {second} is absent then"
    for party, asked in day.agenda.items():
        meetings = [meeting for meeting in asked if meeting.weight is None]
        free = day.slots - len(day.absences[party])
        usable = len({slot for meeting in meetings for slot in day.open_slots(meeting)})
        most = f" with {day.teams[party]} teams" if day.teams[party] > 1 else ""
        if len(meetings) > free * day.teams[party]:
            yield f"{party} has {len(meetings)} meetings but is there in {free} slots only{most}"
        elif len(meetings) > usable * day.teams[party]:
            yield f"{party} has {len(meetings)} meetings that together fit into {usable} slots only{most}"
    for resource in day.resources:
        must = sum(meeting.id in resource.meetings for meeting in certain)
        if must > sum(resource.supply):
            yield f"{must} meetings need {resource.id}, of which the slots have {sum(resource.supply)} together"
    for participant in day.participants:
        must = sum(meeting.weight is None for meeting in day.agenda[participant.id])
        if participant.cap is not None and must > participant.cap:
            yield f"{participant.id} has {must} meetings but may have {participant.cap} at most"
    order: TopologicalSorter[str] = TopologicalSorter()
    for earlier, later in day.precedences:
        if day.meeting[earlier].weight is None and day.meeting[later].weight is None:
            order.add(later, earlier)
    try:
        order.prepare()
    except CycleError as cycle:
        yield f"each of these meetings must come before the next: {', '.join(cycle.args[1])}"
    else:
        yield from (
            f"meeting {id}: the meetings that must come before or after it leave it no slot"
            for id, slots in possible(day).items()
            if not slots and day.open_slots(day.meeting[id])
        )
