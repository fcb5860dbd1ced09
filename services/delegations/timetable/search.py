"""Runs CP-SAT on the program of a day: straight for the proof, and by way of any plan where that takes long."""

from collections.abc import Mapping
from typing import NamedTuple

from ortools.sat.python import cp_model

from services.delegations.timetable.model import Status
from services.delegations.timetable.program import Held, Program

STATUS: Mapping[cp_model.CpSolverStatus, Status] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
    cp_model.UNKNOWN: "unknown",
}


# Proves the bound by cores of participants that cannot all do without a break, beside a search led by the relaxation.
SUBSOLVERS = ("core", "max_lp")
STRAIGHT = 3.0  # of CP-SAT's deterministic seconds: what most days need, and the same on every machine


class Found(NamedTuple):
    """The slot of each meeting (None: no plan) and the number of breaks that no plan can go below."""

    status: Status
    slots: Mapping[str, int] | None = None
    bound: int | None = None


def search(program: Program, *, seconds: float, workers: int, seed: int) -> Found:
    """The best plan found; raises RuntimeError if CP-SAT refuses the program, which would be a fault of ours."""
    model = program.model.clone()
    model.minimize(program.breaks)
    solver = _solver(seconds / 3, workers, seed)
    solver.parameters.max_deterministic_time = STRAIGHT
    found = _solved(solver, model, program.held)
    left = seconds - solver.wall_time
    if found.status in ("optimal", "infeasible") or left <= 0:
        return found
    if found.slots is None:
        # The proof alone may end without any plan, and a day with a poor plan is better off than one with none.
        solver = _solver(left, 1, seed)
        solver.parameters.linearization_level = 0
        found = _solved(solver, program.model, program.held)._replace(bound=0)
        left -= solver.wall_time
        if found.status == "optimal":
            found = found._replace(status="feasible")
        if found.slots is None or left <= 0:
            return found
    for meeting, slot in (found.slots or {}).items():
        for at, chosen in program.held[meeting].items():
            model.add_hint(chosen, at == slot)
    return _better(found, _solved(_solver(left, workers, seed), model, program.held))


def _better(before: Found, after: Found) -> Found:
    if after.slots is None and after.status != "infeasible":
        return before
    bounds = [bound for bound in (before.bound, after.bound) if bound is not None]
    return after._replace(bound=max(bounds, default=None))


def _solver(seconds: float, workers: int, seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    if workers > 1:
        solver.parameters.subsolvers.extend(SUBSOLVERS)
    return solver


def _solved(solver: cp_model.CpSolver, model: cp_model.CpModel, held: Held) -> Found:
    code = solver.solve(model)
    if code not in STATUS:
        raise RuntimeError(f"CP-SAT answered {solver.status_name(code)}: {model.validate()}")
    if STATUS[code] not in ("optimal", "feasible"):
        return Found(STATUS[code])
    slots = {
        meeting: next(slot for slot, chosen in choices.items() if solver.boolean_value(chosen))
        for meeting, choices in held.items()
    }
    return Found(STATUS[code], slots, round(solver.best_objective_bound))
