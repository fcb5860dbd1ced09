"""Fewer breaks and waits in the plan of a day too large to be searched whole: part by part, never worse."""

from collections.abc import Mapping
from random import Random
from time import perf_counter

from ortools.sat.python import cp_model

from services.delegations.timetable.around import around
from services.delegations.timetable.idle import waits
from services.delegations.timetable.model import Day
from services.delegations.timetable.program import program
from services.delegations.timetable.progress import Tell
from services.delegations.timetable.search import chosen
from services.delegations.timetable.waiting import waiting

FREE = 40  # meetings that may move at once: as many as CP-SAT places well in a fraction of a second
EFFORT = 0.2  # of CP-SAT's deterministic seconds for each


def polish(
    day: Day, slots: Mapping[str, int], *, ends: float, workers: int, seed: int, tell: Tell | None = None
) -> dict[str, int]:
    """The same meetings with no more breaks, as few as are found until `ends` (of the monotonic clock), then waits."""
    best, random = dict(slots), Random(seed)  # noqa: S311
    while perf_counter() < ends and (interrupted := [party for party, breaks in day.breaks(best).items() if breaks]):
        part = around(day, best, _neighbours(day, best, random.choice(interrupted), random))
        model, held, breaks, _ = program(part)
        before = {id: best[id] for id in held}
        terms = [breaks]
        if counting := "waits" in day.order:
            terms = [breaks * (1 + part.slots * len(part.agenda)), waiting(model, part, held, part.agenda)]
        model.minimize(cp_model.LinearExpr.sum(terms))
        for id, choices in held.items():
            for slot, choice in choices.items():
                model.add_hint(choice, slot == before[id])
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.0, ends - perf_counter())
        solver.parameters.max_deterministic_time = EFFORT
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = random.randrange(2**31)
        if solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            after = chosen(solver, held)
            fewer = sum(part.breaks(before).values()) - sum(part.breaks(after).values())
            shorter = sum(waits(part, before).values()) - sum(waits(part, after).values()) if counting else 0
            if (fewer, shorter) >= (0, 0):
                best |= after
            if fewer > 0 and tell is not None:
                tell(sum(day.breaks(best).values()), 0)
    return best


def _neighbours(day: Day, slots: Mapping[str, int], start: str, random: Random) -> set[str]:
    """The meetings of somebody, of some of those it meets, of some of those they meet, until there are enough."""
    free: set[str] = set()
    met, seen = [start], {start}
    while met and len(free) < FREE:
        party = met.pop(random.randrange(len(met)))
        for meeting in day.agenda[party]:
            if meeting.id in slots and meeting.fixed is None:
                free.add(meeting.id)
                new = [other for other in meeting.parties if other not in seen]
                seen.update(new)
                met.extend(new)
    return free
