"""The linear relaxation of which requests to hold and where: it proves the choice, and mostly is one already."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple

from ortools.linear_solver.python.model_builder_helper import ModelBuilderHelper, ModelSolverHelper, SolveStatus

from services.delegations.timetable.model import Day
from services.delegations.timetable.possible import possible
from services.delegations.timetable.shares import shares

NOTHING = 1e-6
ENOUGH = 1 - NOTHING


class Relaxed(NamedTuple):
    """How much of each meeting lies in which slot, 0 to 1, and the weight that no timetable exceeds."""

    parts: Mapping[str, Mapping[int, float]]
    weight_bound: int

    @property
    def whole(self) -> dict[str, int]:
        """The meetings that lie in one slot entirely."""
        return {id: slot for id, parts in self.parts.items() for slot, part in parts.items() if part > ENOUGH}

    @property
    def torn(self) -> set[str]:
        """The meetings that lie in a slot in part."""
        return {id for id, parts in self.parts.items() if any(part <= ENOUGH for part in parts.values())}


def relax(day: Day, *, seconds: float) -> Relaxed | None:
    """The greatest weight and, among equal ones, the least lack against the participants' shares; None: too late."""
    share_of = shares(day)
    most_lack = sum(share_of.values())
    program = ModelBuilderHelper()
    variable: dict[str, dict[int, int]] = {}
    rows: dict[Hashable, list[int]] = defaultdict(list)
    for id, slots in possible(day).items():
        meeting = day.meeting[id]
        variable[id] = {slot: _variable(program, (meeting.weight or 0) * (most_lack + 1)) for slot in sorted(slots)}
        for slot, index in variable[id].items():
            rows["slot", slot].append(index)
            rows["meeting", id].append(index)
            for party in meeting.parties:
                rows["busy", party, slot].append(index)
                rows["party", party].append(index)
            for resource in day.needs[id]:
                rows["supply", resource.id, slot].append(index)
    _limit(program, rows, day)
    for earlier, later in day.precedences:
        for slot in variable[later]:
            by_now = [index for at, index in variable[later].items() if at <= slot]
            _row(program, [*by_now, *(index for at, index in variable[earlier].items() if at >= slot)], most=1)
    for party, share in share_of.items():
        if share:
            lack = _variable(program, -1)
            _row(program, [*rows["party", party], lack], least=share)
    program.set_maximize(True)
    solver = ModelSolverHelper("GLOP")
    solver.set_time_limit_in_seconds(seconds)
    solver.solve(program)
    if solver.status() != SolveStatus.OPTIMAL:
        return None
    values = solver.variable_values()
    parts = {
        id: {slot: float(values[index]) for slot, index in indexes.items() if values[index] > NOTHING}
        for id, indexes in variable.items()
    }
    return Relaxed(parts, int((solver.objective_value() + most_lack) / (most_lack + 1) + NOTHING))


def _limit(program: ModelBuilderHelper, rows: Mapping[Hashable, list[int]], day: Day) -> None:
    for slot, tables in enumerate(day.open_tables):
        _row(program, rows.get(("slot", slot), []), most=tables)
    for meeting in day.meetings:
        _row(program, rows.get(("meeting", meeting.id), []), most=1, least=1 if meeting.weight is None else 0)
    for participant in day.participants:
        for slot in range(day.slots):
            _row(program, rows.get(("busy", participant.id, slot), []), most=participant.teams)
        if participant.cap is not None:
            _row(program, rows.get(("party", participant.id), []), most=participant.cap)
    for resource in day.resources:
        for slot, supply in enumerate(resource.supply):
            _row(program, rows.get(("supply", resource.id, slot), []), most=supply)


def _variable(program: ModelBuilderHelper, worth: float) -> int:
    index = program.add_var()
    program.set_var_lower_bound(index, 0)
    program.set_var_objective_coefficient(index, worth)
    return index


def _row(program: ModelBuilderHelper, indexes: Iterable[int], *, most: float = float("inf"), least: float = 0) -> None:
    row = program.add_linear_constraint()
    program.set_constraint_lower_bound(row, least)
    program.set_constraint_upper_bound(row, most)
    for index in indexes:
        program.add_term_to_constraint(row, index, 1)
