"""Rooms, spare tables and partners of a day."""

from dataclasses import dataclass

from services.delegations.domain.contradictions import coherent
from services.delegations.domain.known_parts import tables_of
from services.delegations.domain.planned_day import PlannedDay
from shared.contracts.delegations.day import DayEvent, DayPlanned
from shared.contracts.delegations.day_arrangement import DayPartnersSet, DayRoomsSet, Room
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class SetRooms:
    """Which tables, from 1, stand in which room, and which of all tables the timetable keeps free; whole."""

    day: str
    rooms: tuple[Room, ...] = ()
    spare_tables: tuple[int, ...] = ()


@dataclass(frozen=True)
class SetPartners:
    """The organisations that hold the day with us, all of them."""

    day: str
    partners: tuple[str, ...]


Command = SetRooms | SetPartners


def decide(day: PlannedDay, plan: DayPlanned, command: Command) -> list[DayEvent]:
    """Slugs: those of `_rooms`; partners may change at any time."""
    if isinstance(command, SetRooms):
        return _rooms(day, plan, command)
    partners, before = tuple(sorted(set(command.partners))), day.arrangement.partners
    if partners == before:
        return []
    joined = tuple(partner for partner in partners if partner not in before)
    return [DayPartnersSet(day=command.day, partners=partners, joined=joined)]


def _rooms(day: PlannedDay, plan: DayPlanned, command: SetRooms) -> list[DayEvent]:
    """While only rooms change, a published timetable does not mind.

    Slugs: `table-outside-day`, `table-in-two-rooms`, `room-named-twice`, `day-without-tables`, those of
    contradictions.py.
    """
    rooms = tuple(Room(name=room.name, tables=tables_of(plan, room.tables)) for room in command.rooms)
    spare = tables_of(plan, command.spare_tables)
    standing = [table for room in rooms for table in room.tables]
    if len(set(standing)) < len(standing):
        raise Refused("table-in-two-rooms", "a table stands in one room only")
    if len({room.name for room in rooms}) < len(rooms):
        raise Refused("room-named-twice", "two rooms have the same name")
    if len(spare) == plan.tables:
        raise Refused("day-without-tables", f"all {plan.tables} tables are spare ones: none is left to meet at")
    event = DayRoomsSet(day=command.day, rooms=rooms, spare_tables=spare)
    if event == (day.arrangement.rooms or DayRoomsSet(day=command.day, rooms=(), spare_tables=())):
        return []
    return [event] if spare == day.arrangement.spare_tables else coherent(day, event)
