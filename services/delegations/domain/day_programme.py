"""The programme of a day: an opening, a lunch, a panel, and who meets nobody meanwhile."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from services.delegations.domain.clock_times import instants
from services.delegations.domain.contradictions import coherent
from services.delegations.domain.known_parts import known_participant
from services.delegations.domain.planned_day import PlannedDay
from shared.contracts.delegations.day import DayEvent, DayPlanned
from shared.contracts.delegations.day_arrangement import ProgrammeItemRemoved, ProgrammeItemSet
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class SetProgrammeItem:
    """Clock times at the day's place; whoever is named, or everybody where nobody is, meets nobody meanwhile."""

    day: str
    item: str
    title: str
    starts: time
    ends: time
    participants: tuple[str, ...] = ()


@dataclass(frozen=True)
class RemoveProgrammeItem:
    day: str
    item: str


Command = SetProgrammeItem | RemoveProgrammeItem


def decide(day: PlannedDay, plan: DayPlanned, command: Command) -> list[DayEvent]:
    """Slugs: `programme-item-ends-too-early`, `participant-unknown`, `clock-time-ambiguous` (a clock
    change skips it or shows it twice), those of contradictions.py.
    """
    known = day.arrangement.programme
    if isinstance(command, RemoveProgrammeItem):
        return coherent(day, ProgrammeItemRemoved(**vars(command))) if command.item in known else []
    starts_at, ends_at = _instants(plan, command)
    if ends_at <= starts_at:
        raise Refused("programme-item-ends-too-early", f"{command.item} ends before it has begun")
    for participant in command.participants:
        known_participant(day, participant)
    item = ProgrammeItemSet(
        day=command.day,
        item=command.item,
        title=command.title,
        starts_at=starts_at,
        ends_at=ends_at,
        slots=_overlapping(plan, starts_at, ends_at),
        participants=tuple(sorted(set(command.participants))),
    )
    return [] if known.get(command.item) == item else coherent(day, item)


def _instants(plan: DayPlanned, command: SetProgrammeItem) -> tuple[datetime, datetime]:
    try:
        starts_at, ends_at = instants(plan.held_on, (command.starts, command.ends), plan.time_zone)
    except ValueError as error:
        raise Refused("clock-time-ambiguous", str(error)) from error
    return starts_at, ends_at


def _overlapping(plan: DayPlanned, starts_at: datetime, ends_at: datetime) -> tuple[int, ...]:
    length = timedelta(minutes=plan.slot_minutes)
    return tuple(slot for slot, begins in enumerate(plan.slots) if begins < ends_at and starts_at < begins + length)
