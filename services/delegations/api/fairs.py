"""Fairs: announced, read, and given their exhibitor lists."""

import asyncio
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from services.delegations.domain import exhibitor_list
from services.delegations.domain.fair import FAIR, Announce
from services.delegations.domain.located_json import Unreadable
from services.delegations.imports import Import, Report
from services.delegations.views.fairs import FAIRS
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import allow
from shared.http.limits import allow_body
from shared.http.problems import Problem
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text
from shared.service import Service

router = APIRouter(prefix="/fairs", tags=["fairs"])

LIST_LIMIT = 20_000_000  # bytes; the largest real list known has half a million
READERS = allow("hq", "partnerships", "post", "embassy", "company", "partner")

LIST_BODY = {
    "requestBody": {
        "required": True,
        "description": "the fair's file: one JSON object with the list `exhibitor`",
        "content": {"application/json": {"schema": {"type": "object", "required": ["exhibitor"]}}},
    }
}


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
    if write.expected is not None:
        raise Problem(
            400, "if-match-not-supported", "an import is about many companies: If-Match is not supported here"
        )
    try:
        listing = await asyncio.to_thread(exhibitor_list.parse, await request.body())
    except Unreadable as error:
        raise Problem(400, "unreadable-list", str(error), line=error.line, column=error.column) from error
    service: Service = request.app.state.service
    return await Import(service.mongo, service.store, request.app.state.people, write.origin, fair).run(listing)


@router.get("", dependencies=[READERS])
async def list_fairs(read: Read) -> Page:
    """All fairs."""
    return await read.page(FAIRS, {})


@router.get("/{fair}", dependencies=[READERS])
async def get_fair(fair: Id, read: Read) -> dict[str, Any]:
    """One fair."""
    return await read.one(FAIRS, fair, stream=FAIR.stream(fair))
