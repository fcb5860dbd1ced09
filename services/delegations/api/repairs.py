"""The repair of a published timetable: proposed after something happened, shown, accepted or discarded."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field

from services.delegations.api.access import known_day
from services.delegations.api.bodies import Body
from services.delegations.domain.booked_meeting import booked
from services.delegations.domain.day import DAY
from services.delegations.domain.day_repair import AcceptRepair, DiscardRepair, ProposeRepair
from services.delegations.domain.disruption import Disruption, question
from services.delegations.domain.meeting import MEETING, meeting_id
from services.delegations.domain.meeting_course import CallOff
from services.delegations.solver import Solver
from services.delegations.views.repairs import REPAIRS, repair_id
from shared.clock import now
from shared.contracts.delegations.day import Side
from shared.contracts.delegations.day_repair import RepairAbsence, RepairLostTable, RepairRequest
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.reading import Page, Read
from shared.http.types import Id, Text

router = APIRouter(prefix="/days/{day}/timetable/repairs", tags=["repairs"])

Staff = Annotated[Caller, allow("hq", "partnerships", "post")]
Organiser = Annotated[Caller, allow("partnerships", "post")]

Slots = Annotated[tuple[int, ...], Field(max_length=96)]


class Away(Body):
    """A no-show is absent in every slot, which is meant where none is named; a late arrival in the first ones.

    `absent` are slots, numbered from 0; they replace what was known of the participant's absence.
    """

    participant: Id
    absent: Slots | None = None


class Closed(Body):
    """A table, numbered from 1, that cannot be used in these slots, by default in all; this replaces what was known."""

    table: int = Field(ge=1, le=1000)
    slots: Slots | None = None


class Wished(Body):
    """A meeting that nobody had asked for, and that both sides want now."""

    meeting: Id
    company: Id
    buyer: Id
    requested_by: Side


class NewRepair(Body):
    """What has happened, at least one thing; `reason` is told to those who lose a meeting.

    `wanted` are requests that stand and have no place, `withdrawn` meetings that whoever asked for them gives up,
    `kept` meetings that are not to be moved.
    """

    id: Id
    reason: Text
    absences: tuple[Away, ...] = Field((), max_length=100)
    lost_tables: tuple[Closed, ...] = Field((), max_length=100)
    requests: tuple[Wished, ...] = Field((), max_length=100)
    wanted: tuple[Id, ...] = Field((), max_length=100)
    withdrawn: tuple[Id, ...] = Field((), max_length=100)
    kept: tuple[Id, ...] = Field((), max_length=1000)

    def happened(self, slots: int) -> Disruption:
        """What this says of a day with so many slots."""

        def of_day(named: tuple[int, ...] | None) -> tuple[int, ...]:
            return tuple(range(slots)) if named is None else tuple(sorted(set(named)))

        return Disruption(
            absences=tuple(
                RepairAbsence(participant=one.participant, slots=of_day(one.absent)) for one in self.absences
            ),
            lost_tables=tuple(RepairLostTable(table=one.table, slots=of_day(one.slots)) for one in self.lost_tables),
            requests=tuple(RepairRequest(**one.model_dump()) for one in self.requests),
            wanted=self.wanted,
            withdrawn=self.withdrawn,
            kept=self.kept,
        )


@router.post("", status_code=201)
async def propose_repair(request: Request, day: Id, body: NewRepair, caller: Organiser, write: Write) -> Receipt:
    """Find the least change; nothing changes until it is accepted. An id that was proposed before changes nothing."""
    planned = await known_day(request, caller, day)
    proposing = ProposeRepair(day, body.id, body.reason, body.happened(len(planned.slots)), now())
    if body.id not in planned.repairs.proposed:
        asked = question(planned, proposing.happened, proposing.now)
        repairer: Solver = request.app.state.repairer
        found = await repairer.repair(
            asked.day, asked.published, since=asked.since, frozen=asked.frozen, wanted=asked.wanted
        )
        proposing = replace(proposing, places=found.timetable.places, least=found.least)
    return await write(Task(DAY, day, proposing))


@router.get("")
async def list_repairs(request: Request, day: Id, caller: Staff, read: Read) -> Page:
    """What was proposed for this day's timetable, and what became of it."""
    await known_day(request, caller, day)
    return await read.page(REPAIRS, {"day": day})


@router.get("/{repair}")
async def get_repair(request: Request, day: Id, repair: Id, caller: Staff, read: Read) -> dict[str, Any]:
    """What one repair changes, old and new, and who must be told."""
    await known_day(request, caller, day)
    return await read.one(REPAIRS, repair_id(day, repair), stream=DAY.stream(day))


@router.post("/{repair}/accept")
async def accept_repair(request: Request, day: Id, repair: Id, caller: Organiser, write: Write) -> Receipt:
    """Publish what the repair changes, and nothing else: those whom it concerns are told. Again changes nothing."""
    planned, at = await known_day(request, caller, day), now()
    lost = (
        Task(MEETING, meeting_id(day, id), CallOff(booked(planned, id), at)) for id in planned.repairs.losing(repair)
    )
    return await write(Task(DAY, day, AcceptRepair(day, repair, at)), *lost)


@router.post("/{repair}/discard")
async def discard_repair(request: Request, day: Id, repair: Id, caller: Organiser, write: Write) -> Receipt:
    """Leave everything as it is; again changes nothing."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, DiscardRepair(day, repair)))
