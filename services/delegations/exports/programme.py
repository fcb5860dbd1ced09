"""A published timetable as a reader sees it: whole, of one participant or of one table; its lines in order of time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from services.delegations.domain.planned_day import PlannedDay
from shared.contracts.delegations.day import Appointment, DayPlanned
from shared.contracts.delegations.day_arrangement import ProgrammeItemSet
from shared.eventing.decider import Refused

Each = Literal["participant", "company", "buyer", "table"]
Kind = Literal["meeting", "cancelled", "free", "absent", "break", "item"]


@dataclass(frozen=True)
class Line:
    """What is from one instant to another.

    A meeting or a cancelled one has its `appointment`, what the programme says its `item`.
    """

    starts_at: datetime
    ends_at: datetime
    kind: Kind
    appointment: Appointment | None = None
    item: ProgrammeItemSet | None = None


@dataclass(frozen=True)
class Programme:
    """`edition` is the day's version that this shows; `names` are those of all participants, by id.

    `of` is the participant or the table (from 1) that it is for, None where it is the whole.
    """

    plan: DayPlanned
    edition: int
    names: Mapping[str, str]
    of: str | int | None
    lines: tuple[Line, ...]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.plan.time_zone)

    def clock(self, instant: datetime) -> datetime:
        """The instant by the clocks at the venue."""
        return instant.astimezone(self.zone)

    @property
    def clocks(self) -> str:
        """The time zone by its name, with its distance from UTC on the day, or both where the clocks change."""
        ends = (line.starts_at for line in (self.lines[0], self.lines[-1]))
        offsets = dict.fromkeys(_from_utc(self.clock(instant)) for instant in ends)
        return f"{self.plan.time_zone} ({', '.join(offsets)})"

    def counterpart(self, appointment: Appointment) -> str:
        """The id of the party that is not the participant for whom this is."""
        return appointment.buyer if appointment.company == self.of else appointment.company


def programme(day: PlannedDay, edition: int, of: str | int | None = None) -> Programme:
    """What is for this participant or table, or everything.

    Slugs: `timetable-not-published`, `participant-unknown`, `table-unknown`.
    """
    plan, absent = _published(day), frozenset[int]()
    if isinstance(of, str):
        if of not in day.participants:
            raise Refused("participant-unknown", f"{of} does not take part in day {plan.day}")
        absent = frozenset(day.participants[of].absent)
    if isinstance(of, int) and of > plan.tables:
        raise Refused("table-unknown", f"day {plan.day} has the tables 1 to {plan.tables}")
    items = list(_items(day, of))
    lines = [*_meetings(day, of), *items]
    if of is not None:
        taken = {line.starts_at for line in lines} | {plan.slots[slot] for line in items for slot in _slots_of(line)}
        lines += [line for line in _slots(plan, absent) if line.starts_at not in taken]
    lines += [gap for gap in _breaks(plan) if not any(_within(gap, line) for line in items)]
    names = {id: each.name for id, each in day.participants.items()}
    return Programme(plan, edition, names, of, tuple(sorted(lines, key=_in_time)))


def programmes(day: PlannedDay, edition: int, each: Each) -> list[Programme]:
    """One for each participant, or each of a side, in the order of their names, or for each table.

    Slug: `timetable-not-published`. What is published has meetings, so there are both sides and tables.
    """
    plan = _published(day)
    if each == "table":
        return [programme(day, edition, table) for table in range(1, plan.tables + 1)]
    names = sorted(
        (one.name.casefold(), id) for id, one in day.participants.items() if each in (one.side, "participant")
    )
    return [programme(day, edition, id) for _, id in names]


def _published(day: PlannedDay) -> DayPlanned:
    if day.plan is None or not day.appointments:
        raise Refused("timetable-not-published", "the day's timetable is not published")
    return day.plan


def _meetings(day: PlannedDay, of: str | int | None) -> Iterator[Line]:
    for each in day.appointments.values():
        if of is None or of in (each.company, each.buyer, each.table):
            yield Line(each.starts_at, each.ends_at, "cancelled" if each.meeting in day.cancelled else "meeting", each)


def _items(day: PlannedDay, of: str | int | None) -> Iterator[Line]:
    """What the programme has for this participant, or all of it; nothing of it is at a table."""
    for item in day.arrangement.programme.values():
        if of is None or (isinstance(of, str) and (not item.participants or of in item.participants)):
            yield Line(item.starts_at, item.ends_at, "item", item=item)


def _slots_of(line: Line) -> tuple[int, ...]:
    return line.item.slots if line.item else ()


def _within(line: Line, other: Line) -> bool:
    return other.starts_at <= line.starts_at and line.ends_at <= other.ends_at


def _slots(plan: DayPlanned, absent: frozenset[int]) -> Iterator[Line]:
    """Every slot as if nobody met in it."""
    for slot, starts_at in enumerate(plan.slots):
        yield Line(starts_at, starts_at + timedelta(minutes=plan.slot_minutes), "absent" if slot in absent else "free")


def _breaks(plan: DayPlanned) -> Iterator[Line]:
    """The times between slots that do not follow each other."""
    for starts_at, following in pairwise(plan.slots):
        ends_at = starts_at + timedelta(minutes=plan.slot_minutes)
        if ends_at < following:
            yield Line(ends_at, following, "break")


def _from_utc(shown: datetime) -> str:
    minutes = (shown.utcoffset() or timedelta()) // timedelta(minutes=1)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _in_time(line: Line) -> tuple[datetime, int, str]:
    each = line.appointment
    return line.starts_at, each.table if each else 0, each.meeting if each else ""
