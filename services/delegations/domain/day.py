"""A buyer-meeting day: planned here; each of its other concerns has a file of its own, which decides its commands."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from services.delegations.domain import (
    day_arrangement,
    day_blocks,
    day_meetings,
    day_merging,
    day_participants,
    day_repair,
    day_requests,
    day_selection,
    day_timetable,
)
from services.delegations.domain.planned_day import PlannedDay, evolve
from shared.contracts.delegations.day import DayEvent, DayPlanned
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True)
class Plan:
    """`slots` are the UTC instants at which meetings begin, each `slot_minutes` long; `now` is the current instant."""

    day: str
    title: str
    post: str
    country: str
    venue: str
    held_on: date
    time_zone: str
    slots: tuple[datetime, ...]
    slot_minutes: int
    tables: int
    now: datetime


Command = (
    Plan
    | day_participants.Command
    | day_selection.Command
    | day_requests.Command
    | day_blocks.Command
    | day_arrangement.Command
    | day_timetable.Command
    | day_repair.Command
    | day_meetings.Command
    | day_merging.Command
)


def decide(day: PlannedDay, command: Command) -> list[DayEvent]:
    """Saying the same again changes nothing. Slugs: `day-unknown`, those below and those of the other files."""
    if isinstance(command, Plan):
        return _plan(day, command)
    if day.plan is None:
        raise Refused("day-unknown", f"there is no buyer-meeting day {command.day}")
    if isinstance(command, day_participants.Command):
        return day_participants.decide(day, day.plan, command)
    if isinstance(command, day_selection.Command):
        return day_selection.decide(day, day.plan, command)
    if isinstance(command, day_requests.Command):
        return day_requests.decide(day, command)
    if isinstance(command, day_blocks.Command):
        return day_blocks.decide(day, command)
    if isinstance(command, day_arrangement.Command):
        return day_arrangement.decide(day, day.plan, command)
    if isinstance(command, day_timetable.Command):
        return day_timetable.decide(day, day.plan, command)
    if isinstance(command, day_merging.Command):
        return day_merging.decide(day, command)
    if isinstance(command, day_repair.Command):
        return day_repair.decide(day, day.plan, command)
    return day_meetings.decide(day, day.plan, command)


def _plan(day: PlannedDay, command: Plan) -> list[DayEvent]:
    """Slugs: `day-without-slots`, `slots-overlap`, `day-already-begun`, `day-already-planned`."""
    planned = DayPlanned(**{name: value for name, value in vars(command).items() if name != "now"})
    if day.plan is not None:
        if day.plan != planned:
            raise Refused("day-already-planned", f"day {command.day} is planned with other particulars")
        return []
    if not command.slots:
        raise Refused("day-without-slots", "a day needs at least one slot")
    for earlier, later in pairwise(command.slots):
        if later < earlier + timedelta(minutes=command.slot_minutes):
            raise Refused("slots-overlap", f"slots of {command.slot_minutes} minutes begin at {earlier} and {later}")
    if command.slots[0] <= command.now:
        raise Refused("day-already-begun", f"the first slot begins at {command.slots[0]}, now it is {command.now}")
    return [planned]


DAY: Decider[PlannedDay, Command, DayEvent] = Decider("day", PlannedDay(), decide, evolve, DayEvent)
