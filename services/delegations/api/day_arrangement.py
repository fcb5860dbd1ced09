"""How a day's timetable must be: locks, sessions, forbidden slots, orders, the programme, rooms, partners.

Nothing is taken that contradicts what was demanded before. Slots count from 0, tables from 1.
"""

from datetime import time
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from services.delegations.api.access import known_day
from services.delegations.api.bodies import Body
from services.delegations.domain.day import DAY
from services.delegations.domain.day_locks import Lock, Unlock
from services.delegations.domain.day_programme import RemoveProgrammeItem, SetProgrammeItem
from services.delegations.domain.day_restrictions import (
    LiftOrder,
    Order,
    RestrictMeeting,
    RestrictParticipant,
    SetSessions,
)
from services.delegations.domain.day_rooms import SetPartners, SetRooms
from shared.contracts.delegations.day_arrangement import DaySession, Room
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.types import Id, Text

router = APIRouter(prefix="/days/{day}", tags=["timetable's demands"])

Organiser = Annotated[Caller, allow("partnerships", "post")]


class NewLock(Body):
    """Where the meeting is to stay."""

    slot: int | None = Field(None, ge=0, le=95, description="left out: the slot that it has in the current timetable")
    table: int | None = Field(None, ge=1, le=1000, description="left out: any table")


class Restriction(Body):
    """What a meeting must keep to, whole; left out is what it need not."""

    session: Id | None = Field(None, description="the session in which it is held")
    forbidden: tuple[int, ...] = Field((), max_length=96, description="the slots in which it is not held")


class OwnSession(Body):
    session: Id | None = Field(None, description="the session in which the participant meets; left out: the whole day")


class NewSession(Body):
    """A part of the day, such as the morning."""

    name: Id
    slots: tuple[int, ...] = Field(max_length=96)


class Sessions(Body):
    sessions: tuple[NewSession, ...] = Field(max_length=96)


class Pair(Body):
    """Two meetings of which one must end before the other begins, if both are held."""

    earlier: Id
    later: Id


class NewItem(Body):
    """Clock times at the day's place, between which those named, or everybody where nobody is, meet nobody."""

    title: Text
    starts: time
    ends: time
    participants: tuple[Id, ...] = Field((), max_length=2000)


class NewRoom(Body):
    name: Text
    tables: tuple[int, ...] = Field(max_length=1000)


class Rooms(Body):
    """Which tables stand in which room, whole; the timetable does not use the spare ones."""

    rooms: tuple[NewRoom, ...] = Field((), max_length=200)
    spare_tables: tuple[int, ...] = Field((), max_length=1000)


class Partners(Body):
    partners: tuple[Id, ...] = Field(max_length=50, description="such as business-france and bpifrance")


@router.post("/meetings/{meeting}/lock")
async def lock_meeting(
    request: Request, day: Id, meeting: Id, body: NewLock, caller: Organiser, write: Write
) -> Receipt:
    """Let a meeting stay in a slot, and at a table, in every further timetable, which then must hold it."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, Lock(day, meeting, body.slot, body.table)))


@router.post("/meetings/{meeting}/unlock")
async def unlock_meeting(request: Request, day: Id, meeting: Id, caller: Organiser, write: Write) -> Receipt:
    """Let a meeting move again."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, Unlock(day, meeting)))


@router.post("/meetings/{meeting}/restrict")
async def restrict_meeting(
    request: Request, day: Id, meeting: Id, body: Restriction, caller: Organiser, write: Write
) -> Receipt:
    """Bind a meeting to a session, and keep it out of slots; an empty body frees it."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, RestrictMeeting(day, meeting, body.session, body.forbidden)))


@router.post("/participants/{participant}/restrict")
async def restrict_participant(
    request: Request, day: Id, participant: Id, body: OwnSession, caller: Organiser, write: Write
) -> Receipt:
    """Bind a participant to a session; an empty body frees it."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, RestrictParticipant(day, participant, body.session)))


@router.put("/sessions")
async def set_sessions(request: Request, day: Id, body: Sessions, caller: Organiser, write: Write) -> Receipt:
    """Set the sessions of the day, all of them; they may overlap."""
    await known_day(request, caller, day)
    sessions = tuple(DaySession(name=each.name, slots=each.slots) for each in body.sessions)
    return await write(Task(DAY, day, SetSessions(day, sessions)))


@router.post("/orders")
async def order_meetings(request: Request, day: Id, body: Pair, caller: Organiser, write: Write) -> Receipt:
    """Put one meeting before another."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, Order(day, body.earlier, body.later)))


@router.post("/orders/lift")
async def lift_order(request: Request, day: Id, body: Pair, caller: Organiser, write: Write) -> Receipt:
    """Let two meetings be in any order again."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, LiftOrder(day, body.earlier, body.later)))


@router.put("/programme/{item}")
async def set_programme_item(
    request: Request, day: Id, item: Id, body: NewItem, caller: Organiser, write: Write
) -> Receipt:
    """Put an item on the programme, or replace it: whom it concerns meets nobody in the slots that it touches."""
    await known_day(request, caller, day)
    command = SetProgrammeItem(day, item, body.title, body.starts, body.ends, body.participants)
    return await write(Task(DAY, day, command))


@router.post("/programme/{item}/remove")
async def remove_programme_item(request: Request, day: Id, item: Id, caller: Organiser, write: Write) -> Receipt:
    """Take an item off the programme."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, RemoveProgrammeItem(day, item)))


@router.put("/rooms")
async def set_rooms(request: Request, day: Id, body: Rooms, caller: Organiser, write: Write) -> Receipt:
    """Say in which room each table stands, and which tables are kept for the day itself."""
    await known_day(request, caller, day)
    rooms = tuple(Room(name=room.name, tables=room.tables) for room in body.rooms)
    return await write(Task(DAY, day, SetRooms(day, rooms, body.spare_tables)))


@router.put("/partners")
async def set_partners(request: Request, day: Id, body: Partners, caller: Organiser, write: Write) -> Receipt:
    """Say who holds the day with us."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, SetPartners(day, body.partners)))
