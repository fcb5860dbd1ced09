"""Finds slots for the meetings of a published timetable that lost theirs, with as few others moved as it can."""

from collections import Counter
from collections.abc import Mapping, Set
from time import perf_counter
from typing import NamedTuple

from ortools.sat.python import cp_model

from services.delegations.timetable.around import around
from services.delegations.timetable.model import Day, Place
from services.delegations.timetable.program import program
from services.delegations.timetable.search import chosen

WIDEST = 150  # meetings that may move at once: as many as are placed within two seconds
LEAST = 0.3  # seconds for a first look, however late it is: without one, all that lost its slot would be lost


class Change(NamedTuple):
    """How far a plan is from the published one, the worst first: published meetings lost and wanted ones unserved,
    both by weight and number, then meetings moved, then breaks.
    """

    lost: int
    unserved: int
    moved: int
    breaks: int


class Moving(NamedTuple):
    """The day as it is now, the published places, and the meetings that are to be held if possible."""

    day: Day
    published: Mapping[str, Place]
    candidates: Set[str]

    def worth(self, id: str) -> int:
        """Every meeting counts, whatever its weight."""
        return (self.day.meeting[id].weight or 0) + 1

    def change(self, slots: Mapping[str, int]) -> Change:
        """What a plan changes."""
        missing = self.candidates - slots.keys()
        return Change(
            lost=sum(self.worth(id) for id in missing if id in self.published),
            unserved=sum(self.worth(id) for id in missing if id not in self.published),
            moved=sum(id in self.published and self.published[id].slot != slot for id, slot in slots.items()),
            breaks=sum(self.day.breaks(slots).values()),
        )

    def arranged(
        self, stay: Mapping[str, int], free: Set[str], solver: cp_model.CpSolver
    ) -> tuple[dict[str, int] | None, bool]:
        """The best plan in which only the free meetings move (None: none found in time), and whether it is the best."""
        fixed = {id: slot for id, slot in stay.items() if id not in free}
        part = around(self.day, fixed, free)
        model, held, breaks, _ = program(part)
        moves = 1 + sum(len(meetings) for meetings in part.agenda.values())  # one outweighs all breaks
        new = (1 + len(free)) * moves  # one served outweighs all moves
        old = (1 + sum(self.worth(id) for id in free if id not in self.published)) * new  # and one kept, all that
        objective = [breaks]
        for id in free:
            worth = self.worth(id) * (old if id in self.published else new)
            for slot, choice in held[id].items():
                moved = id in self.published and self.published[id].slot != slot
                objective.append(choice * ((moves if moved else 0) - worth))
                model.add_hint(choice, stay.get(id) == slot)
        model.minimize(cp_model.LinearExpr.sum(objective))
        code = solver.solve(model)
        if code not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, False
        return fixed | chosen(solver, held), code == cp_model.OPTIMAL

    def wider(self, stay: Mapping[str, int], free: Set[str]) -> Set[str]:
        """The free meetings and those of their parties, while they are few enough to be placed in time."""
        parties = {party for id in free for party in self.day.meeting[id].parties}
        near = {meeting.id for party in sorted(parties) for meeting in self.day.agenda[party] if meeting.id in stay}
        return free | near if len(free | near) <= WIDEST else free


def placed(
    day: Day, published: Mapping[str, Place], candidates: Set[str], *, ends: float, workers: int, seed: int
) -> tuple[dict[str, int], bool]:
    """The slots of the candidates that can be held, and whether it is proven that none that holds as much moves fewer.

    First only those without a slot may move, with whoever stands in a slot that has too few tables; then, unless that
    is proven least, their parties' other meetings too, and those of whom these meet, and so on.
    """
    moving = Moving(day, published, {id for id in candidates if day.open_slots(day.meeting[id])})
    stay = {id: published[id].slot for id in moving.candidates if id in published}
    stay = {id: slot for id, slot in stay.items() if slot in day.open_slots(day.meeting[id])}
    surplus = Counter(stay.values()) - Counter(dict(enumerate(day.open_tables)))
    crowded = {id for id, slot in stay.items() if slot in surplus} | _unsupplied(day, stay)
    free: Set[str] = moving.candidates - stay.keys() | crowded
    must_move = len(moving.candidates & published.keys()) - len(stay) + surplus.total()
    best = {id: slot for id, slot in stay.items() if id not in free}
    ends = max(ends, perf_counter() + LEAST)
    while perf_counter() < ends:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.0, ends - perf_counter())
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = seed
        slots, proven = moving.arranged(stay, free, solver)
        if slots is not None and moving.change(slots) <= moving.change(best):
            best = slots
            change = moving.change(slots)
            if change.lost == change.unserved == 0 and change.moved <= must_move:
                return slots, True
        wider = moving.wider(stay, free)
        if wider == free:
            return best, proven and free >= stay.keys()
        free = wider
    return best, False


def _unsupplied(day: Day, stay: Mapping[str, int]) -> Set[str]:
    """The meetings in slots that have less of a resource than they need together."""
    found: set[str] = set()
    for resource in day.resources:
        needed = Counter(stay[id] for id in resource.meetings if id in stay)
        found |= {id for id in resource.meetings if id in stay and needed[stay[id]] > resource.supply[stay[id]]}
    return found
