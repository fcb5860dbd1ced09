"""Checks a timetable against its day without any of the scheduler's code: run before anything is published."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from services.delegations.timetable.model import Day, Timetable


def violations(day: Day, timetable: Timetable) -> list[str]:
    """Every rule of the day that the timetable breaks, in words; empty if it may be published."""
    return list(_violations(day, timetable))


def _violations(day: Day, timetable: Timetable) -> Iterator[str]:
    known = {meeting.id: meeting for meeting in day.meetings}
    places = {id: place for id, place in timetable.places.items() if id in known}
    requests = {meeting.id for meeting in day.meetings if meeting.weight is not None}
    yield from (f"meeting {id} is not of this day" for id in timetable.places.keys() - known.keys())
    yield from (f"meeting {id} has no place" for id in known.keys() - places.keys() - requests)
    if requests - places.keys() != timetable.unserved.keys():
        yield "the requests without a place are not those that the timetable calls unserved"
    if sum(known[id].weight or 0 for id in places) != timetable.weight or timetable.weight > timetable.weight_bound:
        yield f"the meetings held do not weigh {timetable.weight} of at most {timetable.weight_bound}"

    absent = {participant.id: participant.absent for participant in day.participants}
    taken: dict[str, list[int]] = defaultdict(list)
    for id, (slot, table) in places.items():
        meeting = known[id]
        if not 0 <= slot < day.slots or not 0 <= table < day.tables or (slot, table) in day.closed:
            yield f"meeting {id} lies outside the day: slot {slot}, table {table}"
        if meeting.fixed not in (None, slot):
            yield f"meeting {id} is fixed to slot {meeting.fixed} but stands in slot {slot}"
        if meeting.table not in (None, table) and (slot, meeting.table) not in day.closed:
            yield f"meeting {id} is bound to table {meeting.table} but stands at table {table}"
        if slot in meeting.forbidden or (meeting.allowed is not None and slot not in meeting.allowed):
            yield f"meeting {id} may not be in slot {slot}"
        for party in meeting.parties:
            taken[party].append(slot)
            if slot in absent[party]:
                yield f"{party} is absent in slot {slot}, where meeting {id} stands"

    teams = {participant.id: participant.teams for participant in day.participants}
    for party, slots in taken.items():
        at_once = Counter(slots).items()
        yield from (f"{party} has {n} meetings in slot {slot}" for slot, n in at_once if n > teams[party])
    for participant in day.participants:
        if participant.cap is not None and len(taken[participant.id]) > participant.cap:
            yield f"{participant.id} has {len(taken[participant.id])} meetings but may have {participant.cap} at most"
    for slot, n in Counter(slot for slot, _ in places.values()).items():
        if n > day.tables:
            yield f"slot {slot} has {n} meetings for {day.tables} tables"
    yield from (
        f"table {table} is used {n} times in slot {slot}"
        for (slot, table), n in Counter(places.values()).items()
        if n > 1
    )
    for resource in day.resources:
        for slot, n in Counter(places[id].slot for id in resource.meetings if id in places).items():
            if 0 <= slot < day.slots and n > resource.supply[slot]:
                yield f"slot {slot} needs {n} {resource.id} and has {resource.supply[slot]}"
    for earlier, later in day.precedences:
        if earlier in places and later in places and places[earlier].slot >= places[later].slot:
            yield f"meeting {earlier} must come before meeting {later}"

    breaks = {party: sum(b > a + 1 for a, b in pairwise(sorted(taken[party]))) for party in absent}
    if breaks != dict(timetable.breaks) or sum(breaks.values()) != timetable.objective:
        yield f"the breaks are {sum(breaks.values())}, not the {timetable.objective} that the timetable claims"
    if day.fairness is not None and breaks and max(breaks.values()) - min(breaks.values()) > day.fairness:
        yield f"one participant has over {day.fairness} breaks more than another"
    for party, got in timetable.got.items():
        if (got.held, got.breaks) != (len(taken[party]), breaks.get(party)):
            yield f"{party} has {len(taken[party])} meetings, not the {got.held} that the timetable claims"
