"""Lists of companies as files, taken in or only looked at: a fair's JSON, or CSV where the request says text/csv."""

import asyncio

from fastapi import Request

from services.delegations.api import sirens
from services.delegations.domain import company_csv, exhibitor_list
from services.delegations.domain.exhibitor_list import ExhibitorList
from services.delegations.imports import Import, Report
from shared.http.commands import Writing
from shared.http.problems import Problem
from shared.service import Service
from shared.unreadable import Unreadable

LIST_LIMIT = 20_000_000  # bytes; the largest real list known has half a million

COLUMNS = "; ".join(f"{column}: {', '.join(spellings)}" for column, spellings in company_csv.NAMES.items())
LIST_BODY = {
    "requestBody": {
        "required": True,
        "description": f"one JSON object with the list `exhibitor`, or CSV: UTF-8, UTF-16 with a byte order mark or "
        f'Windows-1252, separated by ";", "," or tabs, several values in a cell by "|". Its columns, of which only '
        f"the first is needed, in any case and with or without accents: {COLUMNS}",
        "content": {
            "application/json": {"schema": {"type": "object", "required": ["exhibitor"]}},
            "text/csv": {"schema": {"type": "string"}},
        },
    }
}


async def taken_in(request: Request, fair: str | None, write: Writing | None = None) -> Report:
    """Import the request's list into a fair, or into the register alone; without `write` tell what would happen.

    Raises Problem 400 where the file cannot be read, and stores nothing then.
    """
    if write and write.expected is not None:
        raise Problem(
            400, "if-match-not-supported", "an import is about many companies: If-Match is not supported here"
        )
    listing = await _read(request)
    listing.warnings.extend(await sirens.remarks(request, listing.exhibitors))
    service: Service = request.app.state.service
    origin = write.origin if write else None
    return await Import(service.mongo, service.store, request.app.state.people, origin, fair).run(listing)


async def _read(request: Request) -> ExhibitorList:
    media, _, _ = request.headers.get("content-type", "").partition(";")
    parse = company_csv.parse if media.strip().lower() == "text/csv" else exhibitor_list.parse
    try:
        return await asyncio.to_thread(parse, await request.body())
    except Unreadable as error:
        raise Problem(400, "unreadable-list", str(error), line=error.line, column=error.column) from error
