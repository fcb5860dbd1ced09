"""Listens to CP-SAT while it searches for a better plan: each plan, each better bound."""

from math import isfinite

from ortools.sat.python import cp_model

from services.delegations.timetable.progress import Tell


class Watch(cp_model.CpSolverSolutionCallback):
    """Tells the breaks of the best plan (None: none yet) and the bound, beginning with what is known of both."""

    def __init__(self, tell: Tell, breaks: int | None, bound: int) -> None:
        super().__init__()
        self._tell, self._breaks, self._bound = tell, breaks, bound

    def on_solution_callback(self) -> None:
        self._breaks = round(self.objective_value)
        self._tell(self._breaks, min(self._bound, self._breaks))

    def on_bound(self, bound: float) -> None:
        if isfinite(bound) and bound > self._bound:
            self._bound = round(bound)
            if self._breaks is not None:
                self._bound = min(self._bound, self._breaks)
            self._tell(self._breaks, self._bound)
