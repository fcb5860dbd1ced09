"""Audits what a timetable says of itself, its figures, against where its meetings are; no code of the scheduler's."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from services.delegations.timetable.model import Day, Place, Timetable
from services.delegations.timetable.words import Words, count


class Course(NamedTuple):
    """A participant's day: its meetings, how often it is interrupted, and for how many slots it waits then."""

    meetings: int
    breaks: int
    waits: int


def misstatements(day: Day, timetable: Timetable, courses: Mapping[str, Course]) -> Iterator[tuple[bool, str]]:
    """Every figure, and whether it is wrong, where these are everybody's courses."""
    say, places, weights = Words(day), timetable.places, {one.id: one.weight for one in day.meetings}
    absent = {id for id, weight in weights.items() if weight is not None and id not in places}
    yield absent != timetable.unserved.keys(), "the requests without a place are not those that it calls unserved"
    weighs, most = sum(weights.get(id) or 0 for id in places), timetable.weight_bound
    yield not weighs == timetable.weight <= most, f"it holds a weight of {weighs}, not {timetable.weight} of {most}"
    for id, got in timetable.got.items():
        said, has = (got.held, got.breaks, got.waits), tuple(courses[id])
        yield has != said, f"{say.who(id)} has {has} meetings, breaks and waits, not {said}"
    breaks = {id: course.breaks for id, course in courses.items()}
    wrong = breaks != timetable.breaks or sum(breaks.values()) != timetable.objective
    yield wrong, f"it has {count(sum(breaks.values()), 'break')}, not {timetable.objective}"


def followed(day: Day, places: Mapping[str, Place]) -> dict[str, Course]:
    """Every participant's course where the meetings are at these places."""
    slots: dict[str, list[int]] = {person.id: [] for person in day.participants}
    for meeting in day.meetings:
        if meeting.id in places:
            for party in meeting.parties:
                slots[party].append(places[meeting.id].slot)
    found = {}
    for person in day.participants:
        mine = slots[person.id]
        gaps = [range(before + 1, after) for before, after in pairwise(sorted(mine)) if after > before + 1]
        waits = sum(slot not in person.absent for gap in gaps for slot in gap)
        found[person.id] = Course(len(mine), len(gaps), waits)
    return found
