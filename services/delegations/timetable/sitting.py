"""The tables of a few meetings as part of a CP-SAT program, and how often their parties go to another one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar, LinearExpr, LinearExprT

from services.delegations.timetable.model import Day, Meeting, Place
from services.delegations.timetable.program import Held

Sits = Sequence[Mapping[int, Sequence[IntVar]]]


class Sitting(NamedTuple):
    """`at[meeting][place]` is true where a free meeting takes place."""

    model: CpModel
    at: Mapping[str, Mapping[Place, IntVar]]

    def chosen(self, solver: CpSolver) -> dict[str, Place]:
        """The place of each free meeting that the solver's plan holds."""
        return {id: place for id, at in self.at.items() for place, here in at.items() if solver.boolean_value(here)}

    def where(self, slots: int, held: Held, meetings: Iterable[Meeting], places: Mapping[str, Place]) -> Sits:
        """What says that somebody with these meetings sits somewhere: by slot, by table."""
        found: list[dict[int, list[IntVar]]] = [defaultdict(list) for _ in range(slots)]
        for meeting in meetings:
            stays = {places[meeting.id]: held[meeting.id][places[meeting.id].slot]} if meeting.id not in self.at else {}
            for place, here in (self.at.get(meeting.id) or stays).items():
                found[place.slot][place.table].append(here)
        return found


def sitting(
    model: CpModel, day: Day, held: Held, free: Set[str], places: Mapping[str, Place], tables: Sequence[int]
) -> Sitting:
    """A place of its own for each free meeting that is held, at these tables, where no other meeting has its place."""
    taken = day.closed | {place for id, place in places.items() if id not in free}
    at: dict[str, dict[Place, IntVar]] = {}
    users: dict[Place, list[IntVar]] = defaultdict(list)
    for id in sorted(free):
        at[id] = {}
        for slot, choice in held[id].items():
            here = {
                place: model.new_bool_var("")
                for place in (Place(slot, table) for table in _open_to(day, day.meeting[id], slot, tables))
                if place not in taken
            }
            model.add(sum(here.values()) == choice)
            at[id] |= here
            for place, chosen in here.items():
                users[place].append(chosen)
    for several in users.values():
        model.add_at_most_one(several)
    return Sitting(model, at)


def _open_to(day: Day, meeting: Meeting, slot: int, tables: Sequence[int]) -> Sequence[int]:
    """The tables that it may have in a slot: its own one where it is bound to one that is open."""
    bound = meeting.table is not None and Place(slot, meeting.table) not in day.closed
    return [meeting.table] if bound and meeting.table is not None else tables


def changes(model: CpModel, sits: Sits) -> LinearExprT:
    """How often a participant of one team sits at another table than at its meeting before; to be made least.

    `last` may only be true of the table where it sat last: what is counted is that it sits where `last` is not.
    """
    last: dict[int, IntVar] = {}
    begun: IntVar | None = None
    changed = []
    for here in sits:
        sitting = [one for at_table in here.values() for one in at_table]
        if not sitting:
            continue
        busy = model.new_bool_var("")
        model.add_exactly_one(*sitting, ~busy)
        if begun is not None:
            changed.append(model.new_bool_var(""))
            for table, at_table in here.items():
                stays = [last[table]] if table in last else []
                for one in at_table:
                    model.add_bool_or(changed[-1], ~one, ~begun, *stays)
        last = {
            table: _last(model, here.get(table, ()), last.get(table), busy)
            for table in sorted(here.keys() | last.keys())
        }
        begun = _either(model, begun, busy)
    return LinearExpr.sum(changed)


def _last(model: CpModel, here: Sequence[IntVar], before: IntVar | None, busy: IntVar) -> IntVar:
    """It sits at this table now, or sits nowhere now and sat there last."""
    now = model.new_bool_var("")
    model.add_bool_or(~now, ~busy, *here)
    model.add_bool_or(~now, busy, *([] if before is None else [before]))
    return now


def _either(model: CpModel, begun: IntVar | None, busy: IntVar) -> IntVar:
    if begun is None:
        return busy
    now = model.new_bool_var("")
    model.add_implication(begun, now)
    model.add_implication(busy, now)
    return now
