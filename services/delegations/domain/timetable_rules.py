"""The rules of a day's timetable: which requests it holds where not all fit, quotas, white space, what counts most."""

from dataclasses import dataclass

from services.delegations.domain.contradictions import coherent
from services.delegations.domain.known_parts import known_participant
from services.delegations.domain.planned_day import PlannedDay
from shared.contracts.delegations.day import DayEvent
from shared.contracts.delegations.day_arrangement import TimetableRulesSet
from shared.contracts.delegations.timetable_parts import TimetableRules
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class SetTimetableRules:
    """The rules from now on, whole; None: every request that stands must be held, and nothing is limited."""

    day: str
    rules: TimetableRules | None


def decide(day: PlannedDay, command: SetTimetableRules) -> list[DayEvent]:
    """Slugs: `participant-unknown`, `quota-set-twice`, `term-named-twice`, those of contradictions.py, above all
    `locks-contradict`.
    """
    if command.rules == day.arrangement.rules:
        return []
    named = [quota.participant for quota in command.rules.quotas] if command.rules else []
    for participant in named:
        known_participant(day, participant)
    if len(set(named)) < len(named):
        raise Refused("quota-set-twice", "a participant has one quota")
    order = (command.rules.aims or command.rules.order) if command.rules else ()
    if len(set(order)) < len(order):
        raise Refused("term-named-twice", f"each term has one place in the order: {', '.join(order)}")
    return coherent(day, TimetableRulesSet(day=command.day, rules=command.rules))
