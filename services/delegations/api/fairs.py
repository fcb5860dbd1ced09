"""Fairs: announced, read, and given their exhibitor lists."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from services.delegations.api.lists import LIST_BODY, LIST_LIMIT, taken_in
from services.delegations.domain.fair import FAIR, Announce
from services.delegations.imports import Report
from services.delegations.views.fairs import FAIRS
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import allow
from shared.http.limits import allow_body
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/fairs", tags=["fairs"])

READERS = allow("hq", "partnerships", "post", "embassy", "company", "partner")


class NewFair(BaseModel):
    """A fair from its first day to its last, both included."""

    model_config = ConfigDict(extra="forbid")

    id: Id
    name: Text
    edition: Text
    country: Country
    starts_on: date
    ends_on: date


@router.post("", status_code=201, dependencies=[allow("hq", "partnerships")])
async def announce_fair(body: NewFair, write: Write) -> Receipt:
    """Announce a fair; the same fair again changes nothing."""
    return await write(Task(FAIR, body.id, Announce(fair=body.id, **body.model_dump(exclude={"id"}))))


@router.post("/{fair}/exhibitors/import", dependencies=[allow("hq", "partnerships")], openapi_extra=LIST_BODY)
@allow_body(LIST_LIMIT)
async def import_exhibitors(request: Request, fair: Id, write: Write) -> Report:
    """Take in a fair's list: bad rows are reported with their line, the others go in; again changes nothing."""
    return await taken_in(request, fair, write)


@router.post("/{fair}/exhibitors/preview", dependencies=[allow("hq", "partnerships")], openapi_extra=LIST_BODY)
@allow_body(LIST_LIMIT)
async def preview_exhibitors(request: Request, fair: Id) -> Report:
    """Tell line by line what an import of this list would add, change and refuse; nothing is stored."""
    return await taken_in(request, fair)


@router.get("", dependencies=[READERS])
async def list_fairs(read: Read) -> Page:
    """All fairs."""
    return await read.page(FAIRS, {})


@router.get("/{fair}", dependencies=[READERS])
async def get_fair(fair: Id, read: Read) -> dict[str, Any]:
    """One fair."""
    return await read.one(FAIRS, fair, stream=FAIR.stream(fair))
