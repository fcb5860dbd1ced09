"""Positions over HTTP: created by headquarters at a post that is open."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from services.postings.api.readers import READERS
from services.postings.domain.position import POSITION, Create
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
    """`service` is the directorate whose officers the position is for."""

    model_config = ConfigDict(extra="forbid")

    position: Id
    post: Id
    title: Text
    kind: PositionKind
    service: Directorate


@router.post("", status_code=201, dependencies=[allow("hq")])
async def create_position(request: Request, body: Creation, write: Write) -> Receipt:
    """Create a position; the same creation again changes nothing."""
    store: Store = request.app.state.store
    post, _ = await store.load(POST, body.post)
    command = Create(**body.model_dump(), post_open=post.is_open)
    return await write(Task(POSITION, body.position, command))


@router.get("", dependencies=[allow(*READERS)])
async def list_positions(read: Read, post: Id | None = None) -> Page:
    """The positions, of all posts or of one."""
    return await read.page(POSITIONS, {"post": post} if post else {})


@router.get("/{position}", dependencies=[allow(*READERS)])
async def get_position(position: Id, read: Read) -> dict[str, Any]:
    """One position, with the posting last recorded to hold it."""
    return await read.one(POSITIONS, position, stream=POSITION.stream(position))
