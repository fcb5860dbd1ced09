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

    ends = perf_counter() + seconds
    first = _usual(day, seconds * USUAL, workers, seed, report)
    if first.objective is None:
        return first
    places = reordered(day, first.places, ends=ends, workers=workers, seed=seed)
    slots = {id: place.slot for id, place in places.items()}
    if day.fairness is None:
        slots = filled(day, slots)
    bound = (first.bound or 0) if slots.keys() == first.places.keys() else 0
    status: Status = "optimal" if sum(day.breaks(slots).values()) <= bound else "feasible"
    return timetable(day, slots, status, bound, first.weight_bound, places)


def usual(day: Day) -> bool:
    """Whether the search of requests by weight and share, then of slots by breaks, then of tables is what is wanted."""
    counting = ORDER if any(meeting.weight is not None for meeting in day.meetings) else ORDER[1:]
    wanted = tuple(term for term in day.order if term in counting)
    return wanted == counting[: len(wanted)]


def _usual(day: Day, seconds: float, workers: int, seed: int, report: Report | None) -> Timetable:
    """The requests first, then their slots, then their tables: the order that a search can prove best."""
    # OR-Tools brings pandas with it: half a second that the API process, which never solves, should not pay.
    from services.delegations.timetable.choose import choose, filled
    from services.delegations.timetable.floor import floor
    from services.delegations.timetable.polish import polish
    from services.delegations.timetable.program import program
    from services.delegations.timetable.search import NOTHING, Found, search

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
        left = ends - perf_counter()
        found = search(program(held), lambda: floor(held), plan, seconds=left, workers=workers, seed=seed, tell=tell)
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
