"""Positions over HTTP: created by headquarters at a post that is open."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from services.postings.api.readers import READERS
from services.postings.domain.position import POSITION, Abolish, ChangeTour, Create, Resume, Suspend
from services.postings.domain.post import POST
from services.postings.views.positions import POSITIONS
from shared.contracts.postings.fact import Directorate
from shared.contracts.postings.position import PositionKind
from shared.eventing.store import Store, Task
from shared.http.commands import Receipt, Write
from shared.http.identity import allow
from shared.http.reading import Page, Read
from shared.http.types import Id, Text

router = APIRouter(prefix="/positions", tags=["positions"])


class Creation(BaseModel):
    """`service` is the directorate that the position belongs to; `on_behalf_of` another one for whose officers it is.

    `agrement_needed` says that the host country is asked before somebody starts.
    """

    model_config = ConfigDict(extra="forbid")

    position: Id
    post: Id
    title: Text
    kind: PositionKind
    service: Directorate
    tour_months: Annotated[int, Field(ge=1, le=120)] | None = None
    agrement_needed: bool = False
    on_behalf_of: Text | None = None


class Tour(BaseModel):
    model_config = ConfigDict(extra="forbid")

    tour_months: int = Field(ge=1, le=120)


class PositionSuspension(BaseModel):
    model_config = ConfigDict(extra="forbid")

    suspended_on: date
    reason: Text


class PositionResumption(BaseModel):
    model_config = ConfigDict(extra="forbid")

    resumed_on: date


class Abolition(BaseModel):
    """`last_day` is the last on which the position exists."""

    model_config = ConfigDict(extra="forbid")

    last_day: date
    reason: Text


@router.post("", status_code=201, dependencies=[allow("hq")])
async def create_position(request: Request, body: Creation, write: Write) -> Receipt:
    """Create a position; the same creation again changes nothing."""
    store: Store = request.app.state.store
    post, _ = await store.load(POST, body.post)
    command = Create(**body.model_dump(), post_open=post.is_open)
    return await write(Task(POSITION, body.position, command))


@router.post("/{position}/change-tour", dependencies=[allow("hq")])
async def change_tour(position: Id, body: Tour, write: Write) -> Receipt:
    """Say how many months a tour lasts; tenures that have started keep what was true then."""
    return await write(Task(POSITION, position, ChangeTour(body.tour_months)))


@router.post("/{position}/suspend", dependencies=[allow("hq")])
async def suspend_position(position: Id, body: PositionSuspension, write: Write) -> Receipt:
    """Suspend a position: nobody is proposed or starts until it is resumed; who holds it stays."""
    return await write(Task(POSITION, position, Suspend(body.suspended_on, body.reason)))


@router.post("/{position}/resume", dependencies=[allow("hq")])
async def resume_position(position: Id, body: PositionResumption, write: Write) -> Receipt:
    """End a position's suspension."""
    return await write(Task(POSITION, position, Resume(body.resumed_on)))


@router.post("/{position}/abolish", dependencies=[allow("hq")])
async def abolish_position(position: Id, body: Abolition, write: Write) -> Receipt:
    """Abolish a position that nobody holds."""
    return await write(Task(POSITION, position, Abolish(body.last_day, body.reason)))


@router.get("", dependencies=[allow(*READERS)])
async def list_positions(read: Read, post: Id | None = None) -> Page:
    """The positions, of all posts or of one."""
    return await read.page(POSITIONS, {"post": post} if post else {})


@router.get("/{position}", dependencies=[allow(*READERS)])
async def get_position(position: Id, read: Read) -> dict[str, Any]:
    """One position, with the posting last recorded to hold it."""
    return await read.one(POSITIONS, position, stream=POSITION.stream(position))
