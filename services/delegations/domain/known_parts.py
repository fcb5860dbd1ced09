"""That what a command names is part of the day: its slots, tables, participants and meetings."""

from collections.abc import Iterable

from services.delegations.domain.planned_day import PlannedDay
from shared.contracts.delegations.day import DayPlanned
from shared.eventing.decider import Refused


def slots_of(plan: DayPlanned, slots: Iterable[int]) -> tuple[int, ...]:
    """The slots in order, each once. Slug: `slot-outside-day`."""
    ordered = tuple(sorted(set(slots)))
    if outside := [slot for slot in ordered if not 0 <= slot < len(plan.slots)]:
        raise Refused("slot-outside-day", f"slots {outside} are not among the {len(plan.slots)} of the day, from 0")
    return ordered


def tables_of(plan: DayPlanned, tables: Iterable[int]) -> tuple[int, ...]:
    """The tables in order, each once. Slug: `table-outside-day`."""
    ordered = tuple(sorted(set(tables)))
    if outside := [table for table in ordered if not 1 <= table <= plan.tables]:
        raise Refused("table-outside-day", f"tables {outside} are not among the {plan.tables} of the day, from 1")
    return ordered


def known_participant(day: PlannedDay, participant: str) -> None:
    """Slug: `participant-unknown`."""
    if participant not in day.participants:
        raise Refused("participant-unknown", f"{participant} does not take part in this day")


def known_meeting(day: PlannedDay, meeting: str) -> None:
    """Slug: `meeting-unknown`."""
    if meeting not in day.meetings:
        raise Refused("meeting-unknown", f"there is no meeting {meeting}")
