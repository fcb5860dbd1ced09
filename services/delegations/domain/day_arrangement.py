"""How a day's timetable must be: each kind of demand has a file of its own, which decides its commands."""

from services.delegations.domain import (
    day_locks,
    day_programme,
    day_restrictions,
    day_rooms,
    day_staffing,
    timetable_rules,
)
from services.delegations.domain.planned_day import PlannedDay
from services.delegations.domain.timetable_rules import SetTimetableRules
from shared.contracts.delegations.day import DayEvent, DayPlanned

Command = (
    SetTimetableRules
    | day_locks.Command
    | day_restrictions.Command
    | day_programme.Command
    | day_rooms.Command
    | day_staffing.Command
)


def decide(day: PlannedDay, plan: DayPlanned, command: Command) -> list[DayEvent]:
    """Nothing that contradicts what was demanded before is taken. Slugs: those of the files and contradictions.py."""
    if isinstance(command, SetTimetableRules):
        return timetable_rules.decide(day, command)
    if isinstance(command, day_locks.Command):
        return day_locks.decide(day, plan, command)
    if isinstance(command, day_restrictions.Command):
        return day_restrictions.decide(day, plan, command)
    if isinstance(command, day_programme.Command):
        return day_programme.decide(day, plan, command)
    if isinstance(command, day_rooms.Command):
        return day_rooms.decide(day, plan, command)
    return day_staffing.decide(day, plan, command)
