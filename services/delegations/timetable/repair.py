"""Repairs a published timetable after a no-show, a late arrival, a lost table or a new request: the least change."""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from time import perf_counter

from services.delegations.timetable.model import Day, Meeting, Place, Timetable
from services.delegations.timetable.solve import timetable

NOBODY: Set[str] = frozenset()
PLACING = 0.6  # the part of the time for the search; the rest is for building the answer


@dataclass(frozen=True)
class Repaired:
    """The repaired timetable of `day`, which is the day as it was repaired, and what differs from the published one.

    `moved` have another slot, `reseated` only another table, `added` are new, `dropped` are no longer held, each with
    the reason. `told` are the participants who must be told, each with its meetings among these. `least` says whether
    it is proven that nothing that holds as much moves fewer meetings.
    """

    day: Day
    timetable: Timetable
    moved: frozenset[str]
    reseated: frozenset[str]
    added: frozenset[str]
    dropped: Mapping[str, str]
    told: Mapping[str, tuple[str, ...]]
    least: bool


def repair(
    day: Day,
    published: Mapping[str, Place],
    *,
    since: int = 0,
    frozen: Set[str] = NOBODY,
    wanted: Set[str] = NOBODY,
    seconds: float = 2,
    workers: int = 2,
    seed: int = 1,
    begun: float | None = None,
) -> Repaired:
    """The day as it is now: as many published meetings as possible, the `wanted` ones, few moves, then few breaks.

    Meetings in a slot before `since` have started: they and the `frozen` ones keep their slot, and their table if it
    is open. Nothing else is held before `since`. A published meeting that cannot be held is dropped, even if the day
    demands it. Other unserved requests stay unserved, and the bound on fairness does not bind. The seconds count from
    `begun`, of the monotonic clock that the processes of a machine share, else from now.
    """
    from services.delegations.timetable.moving import placed

    ends = (perf_counter() if begun is None else begun) + PLACING * seconds
    now = rest_of_day(day, published, since, frozen)
    candidates = {id for id in published.keys() | wanted if id in now.meeting}
    slots, least = placed(now, published, candidates, ends=ends, workers=workers, seed=seed)
    most = sum(meeting.weight or 0 for meeting in now.meetings)
    return _compared(now, published, timetable(now, slots, "feasible", 0, most, published), least=least)


def rest_of_day(day: Day, published: Mapping[str, Place], since: int, frozen: Set[str]) -> Day:
    """The rest of the day: what has started is fixed, what lies before `since` is past, nothing else must be held."""
    past = frozenset(range(since))
    return replace(
        day,
        fairness=None,
        closed=frozenset(place for place in day.closed if place.slot >= since),
        participants=tuple(replace(each, absent=each.absent - past) for each in day.participants),
        meetings=tuple(_meeting_now(meeting, published.get(meeting.id), past, frozen) for meeting in day.meetings),
    )


def as_held(day: Day, places: Mapping[str, Place]) -> Timetable:
    """The timetable of a day of which these places are all that is known, so that it can be checked; gives no reasons.

    Places that the day does not have are for the check to find.
    """
    slots = {id: place.slot for id, place in places.items() if id in day.meeting}
    breaks = day.breaks(slots)
    weight = sum(day.meeting[id].weight or 0 for id in slots)
    return Timetable(
        "feasible",
        dict(places),
        breaks,
        sum(breaks.values()),
        0,
        weight=weight,
        weight_bound=weight,
        unserved={each.id: "" for each in day.meetings if each.id not in places and each.weight is not None},
    )


def _meeting_now(meeting: Meeting, place: Place | None, past: frozenset[int], frozen: Set[str]) -> Meeting:
    weight = meeting.weight or 0
    if place is not None and place.slot in past:
        return Meeting(meeting.id, meeting.parties, fixed=place.slot, weight=weight)
    if place is not None and meeting.id in frozen:
        return replace(meeting, fixed=place.slot, weight=weight)
    return replace(meeting, forbidden=meeting.forbidden | past, weight=weight)


def _compared(day: Day, published: Mapping[str, Place], after: Timetable, *, least: bool) -> Repaired:
    both = published.keys() & after.places.keys()
    moved = frozenset(id for id in both if published[id].slot != after.places[id].slot)
    reseated = frozenset(id for id in both if published[id].table != after.places[id].table) - moved
    added = frozenset(after.places.keys() - published.keys())
    dropped = {id: reason for id, reason in after.unserved.items() if id in published}
    told: dict[str, list[str]] = defaultdict(list)
    for meeting in day.meetings:
        if meeting.id in moved | reseated | added or meeting.id in dropped:
            for party in meeting.parties:
                told[party].append(meeting.id)
    concerned = {party: tuple(meetings) for party, meetings in told.items()}
    return Repaired(day, after, moved, reseated, added, dropped, concerned, least)
