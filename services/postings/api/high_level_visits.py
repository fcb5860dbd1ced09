"""High-level visits over HTTP: planned, held or cancelled, with the commitments taken and their follow-up."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request

from services.postings.api.bodies import Body, Prose
from services.postings.api.references import READERS, known_priority, open_post
from services.postings.api.speakers import own, own_post, reach
from services.postings.domain import high_level_visit_commands as commands
from services.postings.domain.high_level_visit import HIGH_LEVEL_VISIT, Status
from services.postings.domain.themes import Theme
from services.postings.views.high_level_visits import HIGH_LEVEL_VISITS
from shared.contracts.postings.high_level_visit import CommitmentParty, HighLevel, VisitDirection
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/high-level-visits", tags=["high-level visits"])

Reader = Annotated[Caller, allow(*READERS)]
Preparer = Annotated[Caller, allow("hq", "post")]


class VisitPlan(Body):
    """A visit of one side to the other, or a meeting elsewhere, from its first day to its last."""

    visit: Id
    post: Id
    country: Country
    theme: Theme
    title: Text
    level: HighLevel
    direction: VisitDirection
    starts_on: date
    ends_on: date
    priority: Id | None = None


class Holding(Body):
    """`held_on` is the last day of the visit as it took place."""

    held_on: date


class Cancellation(Body):
    reason: Prose


class NewCommitment(Body):
    """What one side, France or the partner, has promised by a day."""

    commitment: Id
    by: CommitmentParty
    text: Prose
    due_on: date


class Fulfilment(Body):
    commitment: Id
    fulfilled_on: date
    outcome: Prose


class Dropping(Body):
    commitment: Id
    reason: Prose


@router.post("", status_code=201)
async def plan_visit(request: Request, caller: Preparer, body: VisitPlan, write: Write) -> Receipt:
    """Plan a visit, or plan it anew until it is held or cancelled; a post for itself only."""
    own_post(caller, body.post)
    await open_post(request, body.post)
    await known_priority(request, body.priority, (body.country,))
    return await write(Task(HIGH_LEVEL_VISIT, body.visit, commands.Plan(**body.model_dump())))


@router.post("/{visit}/hold")
async def hold_visit(request: Request, caller: Preparer, visit: Id, body: Holding, write: Write) -> Receipt:
    """Say that it took place."""
    await own(request, caller, HIGH_LEVEL_VISIT, visit)
    return await write(Task(HIGH_LEVEL_VISIT, visit, commands.Hold(body.held_on)))


@router.post("/{visit}/cancel")
async def cancel_visit(request: Request, caller: Preparer, visit: Id, body: Cancellation, write: Write) -> Receipt:
    """Say that it does not take place."""
    await own(request, caller, HIGH_LEVEL_VISIT, visit)
    return await write(Task(HIGH_LEVEL_VISIT, visit, commands.Cancel(body.reason)))


@router.post("/{visit}/take-commitment")
async def take_commitment(request: Request, caller: Preparer, visit: Id, body: NewCommitment, write: Write) -> Receipt:
    """Note what was promised on a visit that was held; on its day a reminder is published."""
    await own(request, caller, HIGH_LEVEL_VISIT, visit)
    return await write(Task(HIGH_LEVEL_VISIT, visit, commands.TakeCommitment(**body.model_dump())))


@router.post("/{visit}/fulfil-commitment")
async def fulfil_commitment(request: Request, caller: Preparer, visit: Id, body: Fulfilment, write: Write) -> Receipt:
    """Say that a promise was kept, and what came of it."""
    await own(request, caller, HIGH_LEVEL_VISIT, visit)
    return await write(Task(HIGH_LEVEL_VISIT, visit, commands.FulfilCommitment(**body.model_dump())))


@router.post("/{visit}/drop-commitment")
async def drop_commitment(request: Request, caller: Preparer, visit: Id, body: Dropping, write: Write) -> Receipt:
    """Say that nobody waits for it any more."""
    await own(request, caller, HIGH_LEVEL_VISIT, visit)
    return await write(Task(HIGH_LEVEL_VISIT, visit, commands.DropCommitment(**body.model_dump())))


@router.get("")
async def list_visits(
    caller: Reader,
    read: Read,
    post: Id | None = None,
    country: Country | None = None,
    theme: Theme | None = None,
    status: Status | None = None,
    *,
    awaited: bool | None = None,
) -> Page:
    """The visits; a post sees its own. `awaited`: with commitments for which somebody waits, or without."""
    wanted = {"post": reach(caller, post), "country": country, "theme": theme, "status": status}
    given: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
    return await read.page(
        HIGH_LEVEL_VISITS, given | ({} if awaited is None else {"open": {"$gt": 0} if awaited else 0})
    )


@router.get("/{visit}")
async def get_visit(caller: Reader, visit: Id, read: Read) -> dict[str, Any]:
    """One visit, with its commitments; `overdue` ones are those whose day has come."""
    found = await read.one(HIGH_LEVEL_VISITS, visit, stream=HIGH_LEVEL_VISIT.stream(visit))
    own_post(caller, found["post"])
    return found
