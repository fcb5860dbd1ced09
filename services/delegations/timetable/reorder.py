"""A plan made better in the order that its day asks for: the whole day at once if it is small, else part by part."""

from collections.abc import Callable, Mapping, Set
from random import Random
from time import perf_counter
from typing import NamedTuple

from ortools.sat.python import cp_model

from services.delegations.timetable.around import around
from services.delegations.timetable.cost import cost
from services.delegations.timetable.model import Day, Place, Term
from services.delegations.timetable.program import Held, program
from services.delegations.timetable.search import chosen
from services.delegations.timetable.shares import shares
from services.delegations.timetable.sitting import Sitting, changes, sitting
from services.delegations.timetable.tables import seat
from services.delegations.timetable.waiting import waiting

WHOLE = 20_000  # meetings times slots times tables up to which the whole day is tried at once
AT_ONCE = 12  # meetings that may move together otherwise
NEAR = 8  # meetings of somebody that are looked at there, held or not
TRYING, EFFORT = 20.0, 0.2  # of CP-SAT's deterministic seconds, for the whole and for a part


Tell = Callable[[Mapping[str, Place]], None]


def nobody(_: Mapping[str, Place]) -> None:
    """Listens."""


class Part(NamedTuple):
    """What is placed anew: the day as its free meetings see it, and the parties whose meetings are all seen."""

    day: Day
    free: Set[str]
    parties: Set[str]


def reordered(
    day: Day, places: Mapping[str, Place], *, ends: float, workers: int, seed: int, tell: Tell = nobody
) -> dict[str, Place]:
    """A plan that costs no more, as little as is found until `ends` (of the monotonic clock).

    `tell` hears of each that costs less than the one before.
    """
    best, least, random = dict(places), cost(day, places), Random(seed)  # noqa: S311

    def taken(part: Part, effort: float, seed: int) -> bool:
        """Whether it is proven that this part costs least."""
        nonlocal best, least
        found, proven = _placed(day, best, part, ends=ends, effort=effort, workers=workers, seed=seed)
        if found is None or (costs := cost(day, found)) > least:
            return False
        if costs < least:
            tell(found)
        best, least = found, costs
        return proven

    everything = {meeting.id for meeting in day.meetings}
    if len(everything) * day.slots * day.tables <= WHOLE and taken(
        Part(day, everything, day.agenda.keys()), TRYING, seed
    ):
        return best
    while perf_counter() < ends and any(least):
        free = _near(day, random)
        slots = {id: place.slot for id, place in best.items()}
        parties = {party for id in free for party in day.meeting[id].parties}
        taken(Part(around(day, slots, free), free, parties), EFFORT, random.randrange(2**31))
    return best


def _near(day: Day, random: Random) -> set[str]:
    """Some meetings of somebody, of those it might meet, of those they might meet, until there are enough."""
    movable = {party: [each for each in agenda if each.fixed is None] for party, agenda in day.agenda.items()}
    met = [random.choice([party for party, meetings in movable.items() if meetings] or [*movable])]
    seen, free = set(met), set[str]()
    while met and len(free) < AT_ONCE:
        meetings = movable[met.pop(random.randrange(len(met)))]
        for meeting in random.sample(meetings, min(NEAR, len(meetings))):
            free.add(meeting.id)
            new = [party for party in meeting.parties if party not in seen]
            seen.update(new)
            met.extend(new)
    return free


def _placed(
    day: Day, best: Mapping[str, Place], part: Part, *, ends: float, effort: float, workers: int, seed: int
) -> tuple[dict[str, Place] | None, bool]:
    """The plan with the free meetings where they cost least, and whether it is proven that they cost less nowhere.

    None where none was found in time, or none that keeps the bound on breaks.
    """
    model, held, breaks, _ = program(part.day)
    seated = Sitting(model, {})
    terms: dict[Term, cp_model.LinearExprT] = {"breaks": breaks, "fairness": _lack(model, day, part, held)}
    if "waits" in day.order:
        terms["waits"] = waiting(model, part.day, held, sorted(part.parties))
    if "table-changes" in day.order:
        seated = sitting(model, day, held, part.free, best, _tables(day, part, best))
        terms["table-changes"] = _changes(day, part, held, seated, best)
    model.minimize(_objective(day, part, held, terms))
    for id in sorted(part.free):
        for slot, choice in held[id].items():
            model.add_hint(choice, id in best and best[id].slot == slot)
        for place, here in seated.at.get(id, {}).items():
            model.add_hint(here, best.get(id) == place)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.0, ends - perf_counter())
    solver.parameters.max_deterministic_time = effort
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    code = solver.solve(model)
    if code not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, False
    slots = {id: place.slot for id, place in best.items() if id not in part.free} | chosen(solver, held)
    known = {id: place for id, place in best.items() if id not in part.free} | seated.chosen(solver)
    if not _fair(day, slots):
        return None, False
    return known if seated.at else seat(day, slots, best), code == cp_model.OPTIMAL


def _objective(day: Day, part: Part, held: Held, terms: Mapping[Term, cp_model.LinearExprT]) -> cp_model.LinearExprT:
    """What `cost` says of the part, with factors by which one of a term outweighs all of those behind it."""
    most = sum(max(len(day.agenda[party]), day.slots) for party in part.parties)  # of whatever a term counts
    objective, factor = [], 1
    for term in reversed(day.order):
        objective.append(terms[term] * factor)
        factor *= most + 1
    objective += [sum(held[id].values()) * -factor * (day.meeting[id].weight or 0) for id in sorted(part.free)]
    return cp_model.LinearExpr.sum(objective)


def _lack(model: cp_model.CpModel, day: Day, part: Part, held: Held) -> cp_model.LinearExprT:
    """The meetings missing to the shares of those whose meetings are seen; what others lack does not change."""
    share_of, lacks = shares(day), []
    for party in sorted(part.parties):
        if share_of[party]:
            lacks.append(model.new_int_var(0, share_of[party], ""))
            has = [choice for meeting in part.day.agenda[party] for choice in held[meeting.id].values()]
            model.add(sum(has) + lacks[-1] >= share_of[party])
    return cp_model.LinearExpr.sum(lacks)


def _tables(day: Day, part: Part, best: Mapping[str, Place]) -> list[int]:
    """All tables where everything is free, else those at which somebody sits whose meetings are placed anew."""
    if part.day is day:
        return [*range(day.tables)]
    near = {meeting.id for party in part.parties for meeting in part.day.agenda[party]}
    return sorted({best[id].table for id in near if id in best})


def _changes(day: Day, part: Part, held: Held, seated: Sitting, best: Mapping[str, Place]) -> cp_model.LinearExprT:
    counted = [part.day.agenda[party] for party in sorted(part.parties) if day.teams[party] == 1]
    return cp_model.LinearExpr.sum(
        [changes(seated.model, seated.where(day.slots, held, each, best)) for each in counted]
    )


def _fair(day: Day, slots: Mapping[str, int]) -> bool:
    """Whether the bound on breaks is kept, of which a part of the day knows nothing."""
    breaks = day.breaks(slots).values()
    return day.fairness is None or not breaks or max(breaks) - min(breaks) <= day.fairness
