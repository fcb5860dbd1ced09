"""Checks a timetable against its day without any of the scheduler's code: run before anything is published."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain

from services.delegations.timetable.audit import Course, followed, misstatements
from services.delegations.timetable.model import Day, Place, Timetable
from services.delegations.timetable.words import Words, count


def violations(day: Day, timetable: Timetable) -> list[str]:
    """Every rule of the day that it breaks, and all that it says wrongly of itself; empty if it may be published."""
    courses = followed(day, timetable.places)
    found = chain(_rules(day, timetable.places, courses), misstatements(day, timetable, courses))
    return [words for broken, words in found if broken]


def _rules(day: Day, places: Mapping[str, Place], courses: Mapping[str, Course]) -> Iterator[tuple[bool, str]]:
    """Every rule for whatever it is about. That tables suffice follows: each is there, is open, and is used once."""
    say, meetings = Words(day), {meeting.id: meeting for meeting in day.meetings}
    slots = {person.id: Counter[int]() for person in day.participants}
    for id, meeting in meetings.items():
        yield meeting.weight is None and id not in places, f"{say.which(id)} has no place"
    for id, (slot, table) in places.items():
        if id not in meetings:
            yield True, f"meeting {id} is not of this day"
            continue
        meeting, name, when = meetings[id], say.which(id), say.when(slot)
        there = 0 <= slot < day.slots and 0 <= table < day.tables and (slot, table) not in day.closed
        yield not there, f"{name} lies outside the day: {when}, {say.table(table)}"
        allowed = meeting.allowed is None or slot in meeting.allowed
        free = allowed and slot not in meeting.forbidden and meeting.fixed in (None, slot)
        yield not free, f"{name} may not be {when}"
        bound = meeting.table not in (None, table) and (slot, meeting.table) not in day.closed
        yield bound, f"{name} may not be at {say.table(table)}"
        for party in meeting.parties:
            slots[party][slot] += 1
    for person in day.participants:
        mine = slots[person.id]
        over = person.cap is not None and mine.total() > person.cap
        yield over, f"{say.who(person.id)} has over {count(person.cap or 0, 'meeting')}"
        for slot, number in mine.items():
            yield slot in person.absent, f"{say.who(person.id)} is absent {say.when(slot)}, and has a meeting"
            yield number > person.teams, f"{say.who(person.id)} has {number} meetings {say.when(slot)}"
    for (slot, table), number in Counter(places.values()).items():
        yield number > 1, f"{say.table(table)} is used {number} times {say.when(slot)}"
    for each in day.resources:
        for slot, number in Counter(places[id].slot for id in each.meetings & places.keys()).items():
            short = number > dict(enumerate(each.supply)).get(slot, 0)
            yield short, f"{number} meetings {say.when(slot)} need {each.id}, of which there are fewer"
    for earlier, later in day.precedences:
        late = earlier in places and later in places and places[earlier].slot >= places[later].slot
        yield late, f"{say.which(earlier)} must come before {say.which(later)}"
    breaks = [course.breaks for course in courses.values()]
    apart = max(breaks, default=0) - min(breaks, default=0)
    unfair = day.fairness is not None and apart > day.fairness
    yield unfair, f"somebody has {count(apart, 'break')} more than somebody else"
