"""A number of breaks that no timetable goes below: participants with the same needs counted together, without names."""

from collections import Counter
from typing import NamedTuple

from ortools.sat.python import cp_model

from services.delegations.timetable.model import Day
from services.delegations.timetable.possible import possible

EFFORT = 1.0  # of CP-SAT's deterministic seconds


class Needs(NamedTuple):
    """What the floor knows of a participant: how many meetings, where it can have any, how many by and from a slot."""

    meetings: int
    usable: tuple[bool, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]

    def block_fits(self, start: int) -> bool:
        """Whether all its meetings can follow one another from this slot on."""
        end = start + self.meetings
        return all(self.usable[start:end]) and all(
            min(max(slot - start, 0), self.meetings) >= before and min(max(end - slot, 0), self.meetings) >= after
            for slot, (before, after) in enumerate(zip(self.before, self.after, strict=True))
        )


def floor(day: Day) -> int:
    """At least so many participants must be interrupted for want of tables; their breaks are at least as many.

    Every meeting of the day must be one that is held. Nothing is said of a day with a participant of several teams.
    """
    if any(participant.teams > 1 for participant in day.participants):
        return 0
    model = cp_model.CpModel()
    seats: list[list[cp_model.IntVar]] = [[] for _ in range(day.slots)]
    interrupted = []
    for needs, alike in _needs(day).items():
        blocks = []
        for start in range(day.slots - needs.meetings + 1):
            if needs.block_fits(start):
                blocks.append(model.new_int_var(0, alike, ""))
                for slot in range(start, start + needs.meetings):
                    seats[slot].append(blocks[-1])
        scattered = model.new_int_var(0, alike if needs.meetings > 1 else 0, "")
        model.add(sum(blocks) + scattered == alike)
        busy = [model.new_int_var(0, alike if usable else 0, "") for usable in needs.usable]
        model.add(sum(busy) == needs.meetings * scattered)
        for slot in range(day.slots):
            model.add(busy[slot] <= scattered)
            model.add(sum(busy[:slot]) >= needs.before[slot] * scattered)
            model.add(sum(busy[slot:]) >= needs.after[slot] * scattered)
            seats[slot].append(busy[slot])
        interrupted.append(scattered)
    for at_once, tables in zip(seats, day.open_tables, strict=True):
        model.add(sum(at_once) == 2 * model.new_int_var(0, tables, ""))
    model.minimize(sum(interrupted))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = EFFORT
    found = solver.solve(model)
    return round(solver.best_objective_bound) if found in (cp_model.OPTIMAL, cp_model.FEASIBLE) else 0


def _needs(day: Day) -> Counter[Needs]:
    slots = possible(day)
    return Counter(
        Needs(
            len(meetings),
            tuple(any(slot in slots[meeting.id] for meeting in meetings) for slot in range(day.slots)),
            tuple(sum(max(slots[each.id]) < slot for each in meetings) for slot in range(day.slots)),
            tuple(sum(min(slots[each.id]) >= slot for each in meetings) for slot in range(day.slots)),
        )
        for meetings in day.agenda.values()
        if meetings
    )
