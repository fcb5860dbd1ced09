"""Files of posts, positions and postings over HTTP: taken in by headquarters, or only looked at."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request

from services.postings.imports.importing import Import
from services.postings.imports.kind import Kind
from services.postings.imports.planning import MOST_ROWS, Report, read
from services.postings.imports.positions import POSITIONS
from services.postings.imports.postings import POSTINGS
from services.postings.imports.posts import POSTS
from shared.http.commands import Write, Writing
from shared.http.identity import allow
from shared.http.limits import allow_body
from shared.http.problems import Problem
from shared.service import Service
from shared.unreadable import Unreadable

router = APIRouter(tags=["imports"])

HEADQUARTERS = allow("hq")
FILE_LIMIT = 4_000_000  # bytes; so many rows need a quarter


def body_of(kind: Kind) -> dict[str, Any]:
    """How OpenAPI describes a file of this kind."""
    described = (
        f"CSV in UTF-8, UTF-16 with a byte order mark or Windows-1252, separated by semicolon, comma or tab, of at "
        f"most {MOST_ROWS} rows; days as 2026-09-01 or 01/09/2026. Needed columns: {', '.join(kind.columns.needed)}; "
        f'in {", ".join(sorted(kind.columns.several)) or "none"} several values are separated by "|". All columns, in '
        f"any case and with or without accents: {kind.columns.told()}"
    )
    content = {"text/csv": {"schema": {"type": "string"}}}
    return {"requestBody": {"required": True, "description": described, "content": content}}


async def taken_in(request: Request, kind: Kind, write: Writing | None = None) -> Report:
    """Import the request's file; without `write` tell what would happen.

    Raises Problem 400 where the file cannot be read, and stores nothing then.
    """
    if write and write.expected is not None:
        raise Problem(400, "if-match-not-supported", "an import is about many things: If-Match is not supported here")
    try:
        listing = await asyncio.to_thread(read, kind, await request.body())
    except Unreadable as error:
        raise Problem(400, "unreadable-list", str(error), line=error.line, column=error.column) from error
    service: Service = request.app.state.service
    origin = write.origin if write else None
    return await Import(service.mongo, service.store, request.app.state.people, origin).run(kind, listing)


@router.post("/posts/import", dependencies=[HEADQUARTERS], openapi_extra=body_of(POSTS))
@allow_body(FILE_LIMIT)
async def import_posts(request: Request, write: Write) -> Report:
    """Open, arrange and close posts: bad rows are reported with their line, the others go in; again changes nothing."""
    return await taken_in(request, POSTS, write)


@router.post("/posts/preview", dependencies=[HEADQUARTERS], openapi_extra=body_of(POSTS))
@allow_body(FILE_LIMIT)
async def preview_posts(request: Request) -> Report:
    """Tell line by line what an import of this file would add, change and refuse; nothing is stored."""
    return await taken_in(request, POSTS)


@router.post("/positions/import", dependencies=[HEADQUARTERS], openapi_extra=body_of(POSITIONS))
@allow_body(FILE_LIMIT)
async def import_positions(request: Request, write: Write) -> Report:
    """Create and abolish positions as the file says, at posts that are known; again changes nothing."""
    return await taken_in(request, POSITIONS, write)


@router.post("/positions/preview", dependencies=[HEADQUARTERS], openapi_extra=body_of(POSITIONS))
@allow_body(FILE_LIMIT)
async def preview_positions(request: Request) -> Report:
    """Tell line by line what an import of this file would add, change and refuse; nothing is stored."""
    return await taken_in(request, POSITIONS)


@router.post("/postings/import", dependencies=[HEADQUARTERS], openapi_extra=body_of(POSTINGS))
@allow_body(FILE_LIMIT)
async def import_postings(request: Request, write: Write) -> Report:
    """Record tenures of the past and present, and propose those to come; again changes nothing.

    A recorded tenure was approved elsewhere and nobody is told of it; a proposed one is approved here like any other.
    """
    return await taken_in(request, POSTINGS, write)


@router.post("/postings/preview", dependencies=[HEADQUARTERS], openapi_extra=body_of(POSTINGS))
@allow_body(FILE_LIMIT)
async def preview_postings(request: Request) -> Report:
    """Tell line by line what an import of this file would add, change and refuse; nothing is stored."""
    return await taken_in(request, POSTINGS)
