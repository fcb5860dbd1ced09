"""Chooses which requests to hold when there are more than fit, gives them a first slot, and proves how good that is."""

from collections.abc import Mapping
from dataclasses import replace
from time import perf_counter
from typing import NamedTuple

from ortools.sat.python import cp_model

from services.delegations.timetable.model import Day, Meeting
from services.delegations.timetable.occupied import Occupied
from services.delegations.timetable.program import program
from services.delegations.timetable.relaxation import Relaxed, relax
from services.delegations.timetable.search import chosen

NEAR = 0.005  # a choice whose weight is so near to its bound, as a part of it, is not worth more time


class Choice(NamedTuple):
    """The slot of each meeting to be held (None: not found in time) and the weight that no choice exceeds."""

    slots: Mapping[str, int] | None
    weight_bound: int
    infeasible: bool = False


def choose(day: Day, *, seconds: float, workers: int, seed: int) -> Choice:
    """The heaviest set of requests that fits beside what must be held: by the relaxation, rounded where it is torn."""
    ends = perf_counter() + seconds
    every = sum(meeting.weight or 0 for meeting in day.meetings)
    relaxed = relax(day, seconds=seconds) or Relaxed({}, every)
    slots = filled(day, relaxed.whole)
    if all(id in slots for id, meeting in day.meeting.items() if meeting.weight is None):
        if relaxed.parts and (not relaxed.torn or weight(day, slots) >= (1 - NEAR) * relaxed.weight_bound):
            return Choice(slots, relaxed.weight_bound)
        kept = replace(day, meetings=tuple(_kept(meeting, relaxed) for meeting in day.meetings))
        rounded = _heaviest(kept, ends, workers, seed)
        if rounded.slots is not None and weight(day, rounded.slots) > weight(day, slots):
            slots = filled(day, rounded.slots)
        return Choice(slots, relaxed.weight_bound)
    whole = _heaviest(day, ends, workers, seed)
    return whole._replace(
        slots=None if whole.slots is None else filled(day, whole.slots),
        weight_bound=min(whole.weight_bound, relaxed.weight_bound),
    )


def weight(day: Day, slots: Mapping[str, int]) -> int:
    """The weight of the requests that have a slot."""
    return sum(day.meeting[id].weight or 0 for id in slots)


def filled(day: Day, slots: Mapping[str, int]) -> dict[str, int]:
    """The plan with every further meeting that still has room in it: what must be held first, then the heaviest."""
    plan = Occupied(day, slots)
    for meeting in sorted(day.meetings, key=lambda each: (each.weight is not None, -(each.weight or 0))):
        if meeting.id not in plan.slots and (free := plan.room(meeting)):
            plan.add(meeting, free[0])
    return plan.slots


def _kept(meeting: Meeting, relaxed: Relaxed) -> Meeting:
    """What the relaxation placed entirely stays there."""
    return replace(meeting, fixed=relaxed.whole.get(meeting.id, meeting.fixed))


def _heaviest(day: Day, ends: float, workers: int, seed: int) -> Choice:
    """The same by CP-SAT: for days small enough, or fixed enough by the relaxation."""
    model, held, *_ = program(replace(day, fairness=None))
    worth = sum((day.meeting[id].weight or 0) * sum(choices.values()) for id, choices in held.items())
    model.maximize(worth)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.0, ends - perf_counter())
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    code = solver.solve(model)
    if code not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        every = sum(meeting.weight or 0 for meeting in day.meetings)
        return Choice(None, every, infeasible=code == cp_model.INFEASIBLE)
    return Choice(chosen(solver, held), round(solver.best_objective_bound))
