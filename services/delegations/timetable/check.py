"""Checks a timetable against its day without any of the scheduler's code: run before anything is published."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from services.delegations.timetable.model import Day, Timetable
from services.delegations.timetable.words import Words, count


def violations(day: Day, timetable: Timetable) -> list[str]:
    """Every rule of the day that the timetable breaks, in words; empty if it may be published."""
    return [words for broken, words in _rules(day, timetable) if broken]


def _rules(day: Day, timetable: Timetable) -> Iterator[tuple[bool, str]]:
    """Every rule for whatever it is about. That tables suffice follows: each is there, is open, and is used once."""
    say, meetings = Words(day), {meeting.id: meeting for meeting in day.meetings}
    places = {id: place for id, place in timetable.places.items() if id in meetings}
    absent = {id for id in meetings if id not in places and meetings[id].weight is not None}
    yield from ((True, f"meeting {id} is not of this day") for id in timetable.places.keys() - places.keys())
    yield from ((True, f"{say.which(id)} has no place") for id in meetings.keys() - places.keys() - absent)
    yield absent != timetable.unserved.keys(), "the requests without a place are not those that it calls unserved"
    weighs, most = sum(meetings[id].weight or 0 for id in places), timetable.weight_bound
    yield not weighs == timetable.weight <= most, f"it holds a weight of {weighs}, not {timetable.weight} of {most}"
    slots: dict[str, list[int]] = {person.id: [] for person in day.participants}
    for id, (slot, table) in places.items():
        meeting, name, when = meetings[id], say.which(id), say.when(slot)
        there = 0 <= slot < day.slots and 0 <= table < day.tables and (slot, table) not in day.closed
        yield not there, f"{name} lies outside the day: {when}, {say.table(table)}"
        allowed = meeting.allowed is None or slot in meeting.allowed
        free = allowed and slot not in meeting.forbidden and meeting.fixed in (None, slot)
        yield not free, f"{name} may not be {when}"
        bound = meeting.table not in (None, table) and (slot, meeting.table) not in day.closed
        yield bound, f"{name} may not be at {say.table(table)}"
        for party in meeting.parties:
            slots[party].append(slot)
    has: dict[str, tuple[int, int, int]] = {}
    for person in day.participants:
        who, mine = say.who(person.id), Counter(slots[person.id])
        gaps = [range(before + 1, after) for before, after in pairwise(sorted(mine)) if after > before + 1]
        has[person.id] = mine.total(), len(gaps), sum(slot not in person.absent for gap in gaps for slot in gap)
        over = person.cap is not None and mine.total() > person.cap
        yield over, f"{who} has over {count(person.cap or 0, 'meeting')}"
        for slot, number in mine.items():
            yield slot in person.absent, f"{who} is absent {say.when(slot)}, and has a meeting"
            yield number > person.teams, f"{who} has {number} meetings {say.when(slot)}"
    for (slot, table), number in Counter(places.values()).items():
        yield number > 1, f"{say.table(table)} is used {number} times {say.when(slot)}"
    for each in day.resources:
        for slot, number in Counter(places[id].slot for id in each.meetings & places.keys()).items():
            short = number > dict(enumerate(each.supply)).get(slot, 0)
            yield short, f"{number} meetings {say.when(slot)} need {each.id}, of which there are fewer"
    for earlier, later in day.precedences:
        if earlier in places and later in places and places[earlier].slot >= places[later].slot:
            yield True, f"{say.which(earlier)} must come before {say.which(later)}"
    for id, got in timetable.got.items():
        claimed = got.held, got.breaks, got.waits
        yield has[id] != claimed, f"{say.who(id)} has {has[id]} meetings, breaks and waits, not {claimed}"
    breaks = {id: number for id, (_, number, _) in has.items()}
    wrong = breaks != timetable.breaks or sum(breaks.values()) != timetable.objective
    yield wrong, f"it has {count(sum(breaks.values()), 'break')}, not {timetable.objective}"
    apart = max(breaks.values(), default=0) - min(breaks.values(), default=0)
    unfair = day.fairness is not None and apart > day.fairness
    yield unfair, f"somebody has {count(apart, 'break')} more than somebody else"
