"""The CP-SAT program of a day: a boolean per meeting and slot, one function per rule, the breaks as its objective."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExprT

from services.delegations.timetable.breaks import breaks
from services.delegations.timetable.model import Day, Meeting, count_breaks
from services.delegations.timetable.possible import possible

Held = Mapping[str, Mapping[int, IntVar]]


class Program(NamedTuple):
    """`held[meeting][slot]` is true where the meeting takes place; slots that are closed to it have no variable.

    `breaks` is what is to be least: an expression, since a question of yes or no bounds it instead; `breaks_of` are its
    parts, by participant, those first that have the most meetings.
    """

    model: CpModel
    held: Held
    breaks: LinearExprT
    breaks_of: Mapping[str, LinearExprT]

    def suspects(self) -> dict[str, LinearExprT]:
        """The breaks of those of whom it is not known yet how many they have."""
        return {party: own for party, own in self.breaks_of.items() if not isinstance(own, int)}


def program(day: Day) -> Program:
    """The day's rules as constraints, and the sum of the participants' breaks."""
    model = CpModel()
    held = {
        meeting: {slot: model.new_bool_var(f"{meeting}@{slot}") for slot in sorted(slots)}
        for meeting, slots in possible(day).items()
    }
    for meeting, choices in held.items():
        if day.meeting[meeting].weight is None:
            model.add_exactly_one(choices.values())
        else:
            model.add_at_most_one(choices.values())
    _as_many_as_tables(model, day, held)
    _earlier_before_later(model, day, held)
    _as_many_as_supplied(model, day, held)
    busy = {party: _busy(model, day, party, held) for party in day.agenda}
    _two_at_a_table(model, day, busy)
    breaks_of: dict[str, LinearExprT] = {}
    for party, meetings in day.agenda.items():
        certain = [meeting for meeting in meetings if meeting.weight is None]
        in_turn = day.teams[party] == 1
        if in_turn:
            _in_its_part_of_the_day(model, certain, held, busy[party])
        if len(meetings) < 2:
            breaks_of[party] = 0
        elif len(certain) == len(meetings) and all(len(held[meeting.id]) == 1 for meeting in meetings):
            breaks_of[party] = count_breaks(slot for meeting in meetings for slot in held[meeting.id])
        else:
            known = in_turn and len(certain) == len(meetings)
            breaks_of[party] = breaks(model, busy[party], len(meetings) if known else None)
    for participant in day.participants:
        if participant.cap is not None and participant.cap < len(day.agenda[participant.id]):
            each = [chosen for meeting in day.agenda[participant.id] for chosen in held[meeting.id].values()]
            model.add(sum(busy[participant.id] if participant.teams == 1 else each) <= participant.cap)
    _fair(model, day, breaks_of)
    most_first = sorted(breaks_of, key=lambda party: -len(day.agenda[party]))
    return Program(model, held, sum(breaks_of.values()), {party: breaks_of[party] for party in most_first})


def _as_many_as_tables(model: CpModel, day: Day, held: Held) -> None:
    for slot in range(day.slots):
        at_once = [choices[slot] for choices in held.values() if slot in choices]
        if len(at_once) > day.open_tables[slot]:
            model.add(sum(at_once) <= day.open_tables[slot])


def _as_many_as_supplied(model: CpModel, day: Day, held: Held) -> None:
    for resource in day.resources:
        for slot, supply in enumerate(resource.supply):
            at_once = [held[meeting][slot] for meeting in sorted(resource.meetings) if slot in held[meeting]]
            if len(at_once) > supply:
                model.add(sum(at_once) <= supply)


def _earlier_before_later(model: CpModel, day: Day, held: Held) -> None:
    """No slot has the later meeting in or before it and the earlier one in or after it: the tightest form."""
    for earlier, later in day.precedences:
        for slot in held[later]:
            by_now = [chosen for at, chosen in held[later].items() if at <= slot]
            not_before = [chosen for at, chosen in held[earlier].items() if at >= slot]
            model.add_at_most_one(*by_now, *not_before)


def _busy(model: CpModel, day: Day, party: str, held: Held) -> list[IntVar]:
    """Whether a participant has a meeting in each slot: one at a time, or one for each of its teams."""
    busy = []
    for slot in range(day.slots):
        at_once = [held[meeting.id][slot] for meeting in day.agenda[party] if slot in held[meeting.id]]
        busy.append(model.new_bool_var("") if at_once else model.new_constant(0))
        if day.teams[party] == 1:
            model.add_exactly_one(*at_once, ~busy[slot])
        else:
            model.add(sum(at_once) <= day.teams[party])
            model.add_bool_or(*at_once, ~busy[slot])
            for chosen in at_once:
                model.add_implication(chosen, busy[slot])
    return busy


def _two_at_a_table(model: CpModel, day: Day, busy: Mapping[str, Sequence[IntVar]]) -> None:
    """Follows from the tables, and says so before a single meeting has its slot: most proofs rest on it."""
    for slot in range(day.slots):
        model.add(sum(each[slot] for each in busy.values()) <= 2 * day.open_tables[slot])


def _in_its_part_of_the_day(model: CpModel, meetings: Sequence[Meeting], held: Held, busy: Sequence[IntVar]) -> None:
    """Follows likewise: a participant is as often busy before and after any instant as its meetings must be."""
    for slot in range(1, len(busy)):
        before = sum(max(held[meeting.id], default=0) < slot for meeting in meetings)
        after = sum(min(held[meeting.id], default=0) >= slot for meeting in meetings)
        if before:
            model.add(sum(busy[:slot]) >= before)
        if after:
            model.add(sum(busy[slot:]) >= after)


def _fair(model: CpModel, day: Day, breaks_of: Mapping[str, LinearExprT]) -> None:
    if day.fairness is None:
        return
    least = model.new_int_var(0, day.slots, "least")
    for number in breaks_of.values():
        model.add(least <= number)
        model.add(number <= least + day.fairness)
