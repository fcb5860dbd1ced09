"""Names the people and rules that contradict each other on a day that cannot be held, where counting does not."""

from collections.abc import Mapping
from time import perf_counter

from ortools.sat.python import cp_model

from services.delegations.timetable.explain import UNEXPLAINED
from services.delegations.timetable.model import Day
from services.delegations.timetable.possible import possible
from services.delegations.timetable.words import Words, count

SECONDS = 5.0


def blame(day: Day, *, seed: int) -> tuple[str, ...]:
    """Rules that cannot all be kept, as few as are found in time: each is needed for the contradiction, if time allows.

    If all rules but the bound on fairness can be kept, then that bound is the reason.
    """
    ends = perf_counter() + SECONDS
    model, rules = _switched(day)
    code, guilty = _contradiction(model, list(rules), ends, seed)
    if code in (cp_model.OPTIMAL, cp_model.FEASIBLE) and day.fairness is not None:
        return (f"every timetable gives one participant over {day.fairness} breaks more than another",)
    if code != cp_model.INFEASIBLE or not guilty:
        return (UNEXPLAINED,)
    for rule in tuple(guilty):
        without = [other for other in guilty if other != rule]
        code, fewer = _contradiction(model, without, ends, seed)
        if code == cp_model.INFEASIBLE and rule in guilty:
            guilty = fewer
    return ("these cannot all be kept: " + "; ".join(rules[rule] for rule in guilty),)


def _contradiction(
    model: cp_model.CpModel, rules: list[int], ends: float, seed: int
) -> tuple[cp_model.CpSolverStatus, list[int]]:
    """What comes of keeping these rules; if nothing does, a part of them that is enough for that."""
    model.clear_assumptions()
    model.add_assumptions([model.get_bool_var_from_proto_index(rule) for rule in rules])
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.0, ends - perf_counter())
    solver.parameters.num_workers = 1  # several do not say which assumptions they used
    solver.parameters.random_seed = seed
    code = solver.solve(model)
    enough = solver.sufficient_assumptions_for_infeasibility() if code == cp_model.INFEASIBLE else []
    return code, [rule for rule in rules if rule in set(enough)]


def _switched(day: Day) -> tuple[cp_model.CpModel, Mapping[int, str]]:
    """The day's rules except fairness, each with a switch, and what each says; breaks are of no concern."""
    model, say = cp_model.CpModel(), Words(day)
    rules: dict[int, str] = {}

    def rule(words: str) -> cp_model.IntVar:
        switch = model.new_bool_var("")
        rules[switch.index] = words
        return switch

    held = {meeting: {slot: model.new_bool_var("") for slot in slots} for meeting, slots in possible(day).items()}
    for choices in held.values():
        model.add_exactly_one(choices.values())
    for party, meetings in day.agenda.items():
        teams = day.teams[party]
        most = "one" if teams == 1 else str(teams)
        switch = rule(f"{say.who(party)} has {count(len(meetings), 'meeting')}, {most} at a time, while it is there")
        for slot in range(day.slots):
            at_once = [held[meeting.id][slot] for meeting in meetings if slot in held[meeting.id]]
            if len(at_once) > teams:
                model.add(sum(at_once) <= teams).only_enforce_if(switch)
    for slot, tables in enumerate(day.open_tables):
        at_once = [choices[slot] for choices in held.values() if slot in choices]
        if len(at_once) > tables:
            switch = rule(f"no more than {count(tables, 'table')} {say.when(slot)}")
            model.add(sum(at_once) <= tables).only_enforce_if(switch)
    for resource in day.resources:
        for slot, supply in enumerate(resource.supply):
            at_once = [held[meeting][slot] for meeting in sorted(resource.meetings) if slot in held[meeting]]
            if len(at_once) > supply:
                switch = rule(f"no more than {supply} of the {resource.id} {say.when(slot)}")
                model.add(sum(at_once) <= supply).only_enforce_if(switch)
    for earlier, later in day.precedences:
        switch = rule(f"{say.which(earlier)} comes before {say.which(later)}")
        for slot in held[later]:
            by_now = [chosen for at, chosen in held[later].items() if at <= slot]
            not_before = [chosen for at, chosen in held[earlier].items() if at >= slot]
            model.add(sum(by_now) + sum(not_before) <= 1).only_enforce_if(switch)
    return model, rules
