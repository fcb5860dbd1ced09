"""Locks: a meeting stays in its slot, and at its table where one is named, in every further timetable."""

from dataclasses import dataclass

from services.delegations.domain.contradictions import coherent
from services.delegations.domain.known_parts import known_meeting, slots_of, tables_of
from services.delegations.domain.planned_day import PlannedDay
from shared.contracts.delegations.day import DayEvent, DayPlanned
from shared.contracts.delegations.day_arrangement import MeetingLocked, MeetingUnlocked
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class Lock:
    """The meeting stays in this slot, from 0; None stands for the one that it has in the current timetable.

    `table`, from 1, is the one that it stays at too; None: any.
    """

    day: str
    meeting: str
    slot: int | None = None
    table: int | None = None


@dataclass(frozen=True)
class Unlock:
    day: str
    meeting: str


Command = Lock | Unlock


def decide(day: PlannedDay, plan: DayPlanned, command: Command) -> list[DayEvent]:
    """Slugs: `meeting-unknown`, `request-does-not-stand`, `meeting-not-placed`, `slot-outside-day`,
    `table-outside-day`, those of contradictions.py, above all `lock-impossible` and `locks-contradict`.
    """
    known_meeting(day, command.meeting)
    if isinstance(command, Unlock):
        unlocked = MeetingUnlocked(day=command.day, meeting=command.meeting)
        return coherent(day, unlocked) if command.meeting in day.arrangement.locks else []
    if not day.requests.made[command.meeting].stands:
        raise Refused("request-does-not-stand", f"the request for meeting {command.meeting} does not stand")
    slot = _placed(day, command.meeting) if command.slot is None else command.slot
    slots_of(plan, (slot,))
    tables_of(plan, () if command.table is None else (command.table,))
    locked = MeetingLocked(day=command.day, meeting=command.meeting, slot=slot, table=command.table)
    return [] if day.arrangement.locks.get(command.meeting) == locked else coherent(day, locked)


def _placed(day: PlannedDay, meeting: str) -> int:
    for placed in day.timetable.meetings if day.timetable else ():
        if placed.meeting == meeting:
            return placed.slot
    raise Refused("meeting-not-placed", f"the current timetable has no slot for meeting {meeting}: name one")
