"""The waits of participants as part of a CP-SAT program, and a plan whose waits are made fewer than they were."""

from collections.abc import Iterable, Mapping, Sequence
from time import perf_counter

from ortools.sat.python import cp_model

from services.delegations.timetable.idle import waits
from services.delegations.timetable.model import Day
from services.delegations.timetable.program import Held, program
from services.delegations.timetable.search import chosen

EFFORT = 0.3  # of CP-SAT's deterministic seconds


def waiting(model: cp_model.CpModel, day: Day, held: Held, parties: Iterable[str]) -> cp_model.LinearExprT:
    """The waits of these participants; to be made least, since nothing keeps the expression from being too large."""
    found = []
    for party in parties:
        at = [[held[one.id][slot] for one in day.agenda[party] if slot in held[one.id]] for slot in range(day.slots)]
        met, to_meet = _met(model, at), _met(model, at[::-1])[::-1]
        for slot in range(1, day.slots - 1):
            before, after = met[slot - 1], to_meet[slot + 1]
            if before is not None and after is not None and slot not in day.absences[party]:
                found.append(model.new_bool_var(""))
                model.add_bool_or(found[-1], ~before, ~after, *at[slot])
    return cp_model.LinearExpr.sum(found)


def _met(model: cp_model.CpModel, at: Sequence[Sequence[cp_model.IntVar]]) -> list[cp_model.IntVar | None]:
    """For each slot what is true if there is a meeting in it or before; None as long as there can be none."""
    met: list[cp_model.IntVar | None] = []
    now: cp_model.IntVar | None = None
    for meetings in at:
        if meetings:
            before, now = now, model.new_bool_var("")
            for each in [*meetings, *([] if before is None else [before])]:
                model.add_implication(each, now)
        met.append(now)
    return met


def with_fewer_waits(day: Day, slots: Mapping[str, int], *, ends: float, workers: int, seed: int) -> Mapping[str, int]:
    """A plan of the same meetings with no more breaks, and with the fewest waits found until `ends`.

    Every meeting of the day must be one that is held, as `slots` hold it.
    """
    least = sum(waits(day, slots).values())
    if not least or perf_counter() >= ends:
        return slots
    model, held, breaks, _ = program(day)
    model.add(breaks <= sum(day.breaks(slots).values()))
    model.minimize(waiting(model, day, held, day.agenda))
    for id, choices in held.items():
        for slot, choice in choices.items():
            model.add_hint(choice, slot == slots[id])
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.0, ends - perf_counter())
    solver.parameters.max_deterministic_time = EFFORT
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return slots
    found = chosen(solver, held)
    return found if sum(waits(day, found).values()) <= least else slots
