"""What happens while a technical action runs, over HTTP: money, experts, sessions with attendance, equipment."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from services.postings.api.bodies import Body, Euros
from services.postings.api.references import known_person
from services.postings.api.speakers import own
from services.postings.api.technical_actions import Planner
from services.postings.domain import technical_action_commands as commands
from services.postings.domain.technical_action import TECHNICAL_ACTION
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.types import Id, Text

router = APIRouter(prefix="/technical-actions/{action}", tags=["technical actions"])

Number = Annotated[int, Field(ge=0, le=1_000_000)]


class Commitment(Body):
    commitment: Id
    purpose: Text
    amount: Euros


class Release(Body):
    commitment: Id


class Expert(Body):
    """A person of the register, by id."""

    expert: Id


class PlannedSession(Body):
    """`seats` is how many people it is for."""

    session: Id
    title: Text
    held_on: date
    hours: Annotated[int, Field(ge=1, le=200)]
    seats: Number


class Attendance(Body):
    session: Id
    present: Number
    noted_on: date


class DeliveredEquipment(Body):
    """`value` is that of the whole delivery."""

    delivery: Id
    item: Text
    quantity: Number
    value: Euros
    delivered_on: date


@router.post("/commit-funds")
async def commit_funds(request: Request, caller: Planner, action: Id, body: Commitment, write: Write) -> Receipt:
    """Commit money within the budget of an approved action."""
    await own(request, caller, TECHNICAL_ACTION, action)
    return await write(Task(TECHNICAL_ACTION, action, commands.CommitFunds(**body.model_dump())))


@router.post("/release-funds")
async def release_funds(request: Request, caller: Planner, action: Id, body: Release, write: Write) -> Receipt:
    """Release a commitment, whose money can then be committed for something else."""
    await own(request, caller, TECHNICAL_ACTION, action)
    return await write(Task(TECHNICAL_ACTION, action, commands.ReleaseFunds(body.commitment)))


@router.post("/name-expert")
async def name_expert(request: Request, caller: Planner, action: Id, body: Expert, write: Write) -> Receipt:
    """Name an expert, of whom there is a record."""
    await own(request, caller, TECHNICAL_ACTION, action)
    await known_person(request, body.expert)
    return await write(Task(TECHNICAL_ACTION, action, commands.NameExpert(body.expert)))


@router.post("/release-expert")
async def release_expert(request: Request, caller: Planner, action: Id, body: Expert, write: Write) -> Receipt:
    """Say that an expert is not among them any more."""
    await own(request, caller, TECHNICAL_ACTION, action)
    return await write(Task(TECHNICAL_ACTION, action, commands.ReleaseExpert(body.expert)))


@router.post("/plan-session")
async def plan_session(request: Request, caller: Planner, action: Id, body: PlannedSession, write: Write) -> Receipt:
    """Plan a session, or move it as long as nobody has noted who came."""
    await own(request, caller, TECHNICAL_ACTION, action)
    return await write(Task(TECHNICAL_ACTION, action, commands.PlanSession(**body.model_dump())))


@router.post("/note-attendance")
async def note_attendance(request: Request, caller: Planner, action: Id, body: Attendance, write: Write) -> Receipt:
    """Note how many came to a session; a later number takes the place of an earlier one."""
    await own(request, caller, TECHNICAL_ACTION, action)
    return await write(Task(TECHNICAL_ACTION, action, commands.NoteAttendance(**body.model_dump())))


@router.post("/deliver-equipment")
async def deliver_equipment(
    request: Request, caller: Planner, action: Id, body: DeliveredEquipment, write: Write
) -> Receipt:
    """Note equipment that was handed over."""
    await own(request, caller, TECHNICAL_ACTION, action)
    return await write(Task(TECHNICAL_ACTION, action, commands.DeliverEquipment(**body.model_dump())))
