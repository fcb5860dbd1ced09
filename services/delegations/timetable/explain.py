"""Says in words why a day cannot be held, for the causes that counting alone proves."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from services.delegations.timetable.model import Day, Meeting, Participant
from services.delegations.timetable.possible import possible
from services.delegations.timetable.words import Words, count

UNEXPLAINED = "no timetable keeps all rules at once, although no participant and no meeting alone is the cause"


def conflicts(day: Day) -> tuple[str, ...]:
    """The provable causes with the participants and meetings concerned; none found does not make the day feasible."""
    return tuple(_conflicts(day, Words(day)))


def _conflicts(day: Day, say: Words) -> Iterator[str]:
    certain = [meeting for meeting in day.meetings if meeting.weight is None]
    if len(certain) > (places := sum(day.open_tables)):
        room = f"{count(day.tables, 'table')}, {count(day.slots, 'slot')}"
        yield f"{count(len(certain), 'meeting')} for {count(places, 'place')} ({room})"
    for meeting in certain:
        if not day.open_slots(meeting):
            yield _slotless(say, meeting)
    for participant in day.participants:
        yield from _overbooked(day, say, participant)
    for resource in day.resources:
        must = sum(meeting.id in resource.meetings for meeting in certain)
        if must > sum(resource.supply):
            together = f"of which the slots have {sum(resource.supply)} together"
            yield f"{count(must, 'meeting')} cannot do without {resource.id}, {together}"
    yield from _disordered(day, say)


def _slotless(say: Words, meeting: Meeting) -> str:
    if meeting.fixed is None:
        return f"{say.which(meeting.id)}: {say.both(meeting.id)} share no free slot in which it is allowed"
    away = f"{say.when(meeting.fixed)} it is not allowed, or {' or '.join(map(say.who, meeting.parties))} is absent"
    return f"{say.which(meeting.id)} is fixed where it cannot be: {away}"


def _overbooked(day: Day, say: Words, participant: Participant) -> Iterator[str]:
    who, teams = say.who(participant.id), participant.teams
    meetings = [meeting for meeting in day.agenda[participant.id] if meeting.weight is None]
    free = day.slots - len(participant.absent)
    usable = len({slot for meeting in meetings for slot in day.open_slots(meeting)})
    has, most = f"{who} has {count(len(meetings), 'meeting')}", f" with {teams} teams" if teams > 1 else ""
    if len(meetings) > free * teams:
        yield f"{has} but is there in {count(free, 'slot')} only{most}"
    elif len(meetings) > usable * teams:
        yield f"{has} that together fit into {count(usable, 'slot')} only{most}"
    if participant.cap is not None and len(meetings) > participant.cap:
        yield f"{has} but may have {participant.cap} at most"


def _disordered(day: Day, say: Words) -> Iterator[str]:
    order: TopologicalSorter[str] = TopologicalSorter()
    for earlier, later in day.precedences:
        if day.meeting[earlier].weight is None and day.meeting[later].weight is None:
            order.add(later, earlier)
    try:
        order.prepare()
    except CycleError as cycle:
        yield f"each of these must come before the next: {', '.join(map(say.which, cycle.args[1]))}"
    else:
        yield from (
            f"{say.which(id)}: the meetings that must come before or after it leave it no slot"
            for id, slots in possible(day).items()
            if not slots and day.open_slots(day.meeting[id])
        )
