"""Runs CP-SAT on the program of a day: is there a plan as good as the bound, else a better plan and a better bound."""

from collections.abc import Callable, Iterator, Mapping
from time import perf_counter
from typing import NamedTuple

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import BoundedLinearExpression, LinearExprT

from services.delegations.timetable.model import Day, Status
from services.delegations.timetable.program import Held, Program
from services.delegations.timetable.progress import Tell
from services.delegations.timetable.watch import Watch

STATUS: Mapping[cp_model.CpSolverStatus, Status] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
    cp_model.UNKNOWN: "unknown",
}
# A question of yes or no is for clause learning; a bound is for cores and for the relaxation.
ASKING = ("no_lp", "quick_restart_no_lp")
IMPROVING = ("core", "max_lp")
SINGLED_OUT = 0.75  # of a round's effort for each participant
FIRST = 2.0  # of CP-SAT's deterministic seconds, the same on every machine; each round is allowed twice as many
Slots = Mapping[str, int]


class Found(NamedTuple):
    """The slot of each meeting (None: no plan), its breaks, and the number of breaks that no plan can go below."""

    status: Status = "unknown"
    slots: Slots | None = None
    breaks: int | None = None
    bound: int = 0

    @classmethod
    def plan(cls, day: Day, slots: Mapping[str, int]) -> "Found":
        """A plan of which nothing is proven, unless it has no break."""
        return _agreeing(cls("feasible", slots, sum(day.breaks(slots).values())))

    @property
    def settled(self) -> bool:
        return self.status in ("optimal", "infeasible")


NOTHING = Found()


class Search(NamedTuple):
    """One day's search: its program, when it ends (of the monotonic clock), how many threads, which seed.

    `suspects` are the breaks of those who may be the only one interrupted, those first that have the most meetings.
    `tell` hears of better plans and bounds while they are found; listening changes nothing in what is found.
    """

    program: Program
    ends: float
    workers: int
    seed: int
    suspects: dict[str, LinearExprT]
    tell: Tell | None = None

    def ask(self, found: Found, effort: float) -> Found:
        """Is there a plan with as few breaks as the bound? If not, the bound was too low."""
        status, slots = self._answer(effort, self.program.breaks == found.bound)
        if slots is not None:
            return Found("optimal", slots, found.bound, found.bound)
        return _agreeing(found._replace(bound=found.bound + (status == "infeasible")))

    def improve(self, found: Found, effort: float) -> Found:
        """A better plan than the best, and a better bound; that there is none proves the best, or that none exists."""
        model = self.program.model.clone()
        model.add(self.program.breaks >= found.bound)
        if found.breaks is not None:
            model.add(self.program.breaks < found.breaks)
        model.minimize(self.program.breaks)
        watch = None if self.tell is None else Watch(self.tell, found.breaks, found.bound)
        status, slots, solver = self._solved(model, IMPROVING, effort, watch)
        if status == "infeasible":
            return found._replace(status="infeasible") if found.breaks is None else _proven(found, found.breaks)
        bound = max(found.bound, round(solver.best_objective_bound))
        if found.breaks is not None:
            bound = min(bound, found.breaks)
        if slots is None:
            return _agreeing(found._replace(bound=bound))
        return _agreeing(Found("feasible", slots, round(solver.objective_value), bound))

    def single_out(self, found: Found, effort: float) -> Found:
        """Who alone can be interrupted, once? It is only asked where one break may be enough.

        That nobody else is interrupted says when everybody else is busy, so each answer takes a second or less, where
        the question of them all can take minutes. Whoever it cannot be is not asked of again.
        """
        if found.bound != 1:
            return found
        for party, own in [*self.suspects.items()]:
            status, slots = self._answer(effort, own == 1, self.program.breaks == 1)
            if slots is not None:
                return Found("optimal", slots, 1, 1)
            if status == "infeasible":
                del self.suspects[party]
            if perf_counter() >= self.ends:
                break
        return _agreeing(found._replace(bound=1 + (not self.suspects)))

    def _answer(self, effort: float, *conditions: BoundedLinearExpression | bool) -> tuple[Status, Slots | None]:
        """Whether there is a plan that meets these conditions, and if so, one."""
        model = self.program.model.clone()
        for condition in conditions:
            model.add(condition)
        status, slots, _ = self._solved(model, ASKING, effort)
        return status, slots

    def _solved(
        self, model: cp_model.CpModel, subsolvers: tuple[str, ...], effort: float, watch: Watch | None = None
    ) -> tuple[Status, Slots | None, cp_model.CpSolver]:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.0, self.ends - perf_counter())
        solver.parameters.max_deterministic_time = effort
        solver.parameters.num_workers = self.workers
        solver.parameters.random_seed = self.seed + int(effort)  # a question asked again is searched otherwise
        if self.workers > 1:
            solver.parameters.subsolvers.extend(subsolvers)
        elif subsolvers == ASKING:
            solver.parameters.linearization_level = 0
        if watch is not None:
            solver.best_bound_callback = watch.on_bound
        code = solver.solve(model, watch)
        if code not in STATUS:
            raise RuntimeError(f"CP-SAT answered {solver.status_name(code)}: {model.validate()}")
        if STATUS[code] not in ("optimal", "feasible"):
            return STATUS[code], None, solver
        return STATUS[code], chosen(solver, self.program.held), solver


def search(
    program: Program,
    floor: Callable[[], int],
    known: Found = NOTHING,
    *,
    seconds: float,
    workers: int,
    seed: int,
    tell: Tell | None = None,
) -> Found:
    """The best plan found; raises RuntimeError if CP-SAT refuses the program, which would be a fault of ours.

    `floor` is a bound to begin with, asked for only where somebody must be interrupted; `known` is a plan, if there is.
    """
    run = Search(program, perf_counter() + seconds, workers, seed, program.suspects(), tell)
    found = known if known.settled else run.ask(known, FIRST)
    if not found.settled:
        found = _agreeing(found._replace(bound=max(found.bound, floor())))
    for step, effort in _rounds(run):
        if found.settled or perf_counter() >= run.ends:
            break
        found = step(found, effort)
        if tell is not None:
            tell(found.breaks, found.bound)
    return found


def _rounds(run: Search) -> Iterator[tuple[Callable[[Found, float], Found], float]]:
    effort = FIRST
    while True:
        yield run.improve, effort
        yield run.single_out, effort * SINGLED_OUT
        yield run.ask, effort
        effort *= 2


def _agreeing(found: Found) -> Found:
    """A plan with as many breaks as the bound is proven best."""
    return _proven(found, found.bound) if found.breaks is not None and found.breaks <= found.bound else found


def _proven(found: Found, bound: int) -> Found:
    return found._replace(status="optimal", bound=bound)


def chosen(solver: cp_model.CpSolver, held: Held) -> dict[str, int]:
    """The slot of each meeting that the solver's plan holds."""
    return {
        meeting: slot
        for meeting, choices in held.items()
        for slot, choice in choices.items()
        if solver.boolean_value(choice)
    }
