"""Solves a day with OR-Tools: blocking and CPU-heavy, hence to be called in a worker process."""

from collections.abc import Container, Mapping
from dataclasses import replace
from functools import partial
from time import perf_counter

from services.delegations.timetable.explain import conflicts
from services.delegations.timetable.model import ORDER, Day, Place, Status, Timetable
from services.delegations.timetable.occupied import unserved
from services.delegations.timetable.progress import Progress, Report
from services.delegations.timetable.shares import got
from services.delegations.timetable.tables import NOWHERE, seat

LARGE = 12_000  # meetings times slots from which on a day is improved in parts instead of being searched whole
CHOOSING = 0.5  # the part of the time that the choice of requests may take; large days take seconds of it
USUAL = 0.5  # the part of it for a timetable in the usual order, from which one in another order begins
WAITING = 0.2  # the part of it for fewer waits, once breaks are as few as they were found


def solve(day: Day, *, seconds: float, workers: int, seed: int, report: Report | None = None) -> Timetable:
    """The most requests by weight, then the best in the day's order found within `seconds`, with what is proven.

    `workers` is the number of search threads; with one, the same day and seed give the same answer unless
    the time cuts the search short. `report` hears how far it is, on threads of the search's own. Importing this module
    is cheap, since OR-Tools is only loaded by the first call.
    """
    if reasons := conflicts(day):
        return Timetable("infeasible", reasons=reasons)
    if usual(day):
        return _usual(day, seconds, workers, seed, report)
    from services.delegations.timetable.choose import filled
    from services.delegations.timetable.reorder import reordered

    begun = perf_counter()
    first = _usual(day, seconds * USUAL, workers, seed, report)
    if first.objective is None:
        return first

    def tell(places: Mapping[str, Place]) -> None:
        if report is not None:
            plan = {id: place.slot for id, place in places.items()}
            weight = sum(day.meeting[id].weight or 0 for id in plan)
            _tell(report, begun, weight, first.weight_bound, sum(day.breaks(plan).values()), 0)

    places = reordered(day, first.places, ends=begun + seconds, workers=workers, seed=seed, tell=tell)
    slots = {id: place.slot for id, place in places.items()}
    if day.fairness is None:
        slots = filled(day, slots)
    bound = (first.bound or 0) if slots.keys() == first.places.keys() else 0
    status: Status = "optimal" if sum(day.breaks(slots).values()) <= bound else "feasible"
    return timetable(day, slots, status, bound, first.weight_bound, places)


def usual(day: Day) -> bool:
    """Whether it is wanted as the search does it: requests by weight and share, slots by breaks and waits, tables."""
    counting = ORDER if any(meeting.weight is not None for meeting in day.meetings) else ORDER[1:]
    wanted = tuple(term for term in day.order if term in counting)
    without = tuple(term for term in counting if term != "waits")
    return wanted in (counting[: len(wanted)], without[: len(wanted)])


def _usual(day: Day, seconds: float, workers: int, seed: int, report: Report | None) -> Timetable:
    """The requests first, then their slots, by breaks and then by waits, then their tables: what can be proven best."""
    # OR-Tools brings pandas with it: half a second that the API process, which never solves, should not pay.
    from services.delegations.timetable.choose import choose, filled
    from services.delegations.timetable.floor import floor
    from services.delegations.timetable.polish import polish
    from services.delegations.timetable.program import program
    from services.delegations.timetable.search import NOTHING, Found, search
    from services.delegations.timetable.waiting import with_fewer_waits

    begun = perf_counter()
    ends = begun + seconds
    held, plan, weight_bound = day, NOTHING, 0
    if any(meeting.weight is not None for meeting in day.meetings):
        choice = choose(day, seconds=seconds * CHOOSING, workers=workers, seed=seed)
        if choice.slots is None:
            return _without_plan(day, "infeasible" if choice.infeasible else "unknown", seed)
        held, weight_bound = only(day, choice.slots), choice.weight_bound
        if day.fairness is None:
            plan = Found.plan(held, choice.slots)
    tell = None
    if report is not None:
        tell = partial(
            _tell, report, begun, sum(day.meeting[each.id].weight or 0 for each in held.meetings), weight_bound
        )
        tell(plan.breaks, plan.bound)
    if plan.slots is not None and len(held.meetings) * day.slots >= LARGE:
        slots = polish(held, plan.slots, ends=ends, workers=workers, seed=seed, tell=tell)
        found = Found.plan(held, slots)
    else:
        left = (ends - perf_counter()) * (1 - WAITING if "waits" in day.order else 1)
        found = search(program(held), lambda: floor(held), plan, seconds=left, workers=workers, seed=seed, tell=tell)
        if found.slots is not None and "waits" in day.order:
            shorter = with_fewer_waits(held, found.slots, ends=ends, workers=workers, seed=seed)
            found = found._replace(slots=shorter)
    if found.slots is None:
        return _without_plan(held, found.status, seed)
    if day.fairness is None and len(slots := filled(day, found.slots)) > len(found.slots):
        return timetable(day, slots, "feasible", 0, weight_bound)
    return timetable(day, found.slots, found.status, found.bound, weight_bound)


def _tell(report: Report, begun: float, weight: int, weight_bound: int, breaks: int | None, bound: int) -> None:
    report(Progress(perf_counter() - begun, breaks, bound, weight, weight_bound))


def timetable(
    day: Day,
    slots: Mapping[str, int],
    status: Status,
    bound: int,
    weight_bound: int,
    published: Mapping[str, Place] = NOWHERE,
) -> Timetable:
    """A plan with its tables, the published ones where that is possible, and what is to be said of everybody."""
    breaks = day.breaks(slots)
    return Timetable(
        status,
        seat(day, slots, published),
        breaks,
        sum(breaks.values()),
        bound,
        weight=sum(day.meeting[id].weight or 0 for id in slots),
        weight_bound=weight_bound,
        unserved=unserved(day, slots),
        got=got(day, slots, breaks),
    )


def _without_plan(day: Day, status: Status, seed: int) -> Timetable:
    from services.delegations.timetable.blame import blame

    certain = only(day, {meeting.id for meeting in day.meetings if meeting.weight is None})
    return Timetable(status, reasons=blame(certain, seed=seed) if status == "infeasible" else ())


def only(day: Day, held: Container[str]) -> Day:
    """The day on which exactly these meetings must be held."""
    return replace(
        day,
        meetings=tuple(replace(meeting, weight=None) for meeting in day.meetings if meeting.id in held),
        precedences=tuple(pair for pair in day.precedences if pair.earlier in held and pair.later in held),
        resources=tuple(
            replace(each, meetings=frozenset(id for id in each.meetings if id in held)) for each in day.resources
        ),
    )
