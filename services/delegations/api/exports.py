"""The published timetable as files: PDF, workbook, calendar, CSV; a company or a buyer gets its own."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from services.delegations.api.access import edition, own_part, party_of
from services.delegations.api.seats import seated
from services.delegations.domain.planned_day import PlannedDay
from services.delegations.exports.diary import diary
from services.delegations.exports.programme import Each, Programme, programme, programmes
from services.delegations.exports.table_of_text import table_of_text
from shared.clock import now
from shared.contracts.people import Language
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.types import Id

router = APIRouter(prefix="/days/{day}", tags=["timetable files"])

Staff = Annotated[Caller, allow("hq", "partnerships", "post")]
Reader = Annotated[Caller, seated("hq", "partnerships", "post", "company", "buyer")]
Of = Annotated[
    Id | None, Query(description="only this participant's meetings; what a company or a buyer leaves out is its own")
]
At = Annotated[int | None, Query(ge=1, le=1000, description="only the meetings at this table, from 1")]
For = Annotated[Each, Query(description="for whom there is one")]
In = Annotated[Language, Query(description="the language of the headings")]

MEDIA = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar",
    "csv": "text/csv",
}


def _file(form: str) -> dict[int | str, dict[str, Any]]:
    """How OpenAPI describes an answer that is a file of this form."""
    disposition = {
        "description": f'names the file, as in `attachment; filename="lima-2027-edition-12.{form}"`',
        "schema": {"type": "string"},
    }
    etag = {"description": "the day's version that the file shows, which is its edition", "schema": {"type": "string"}}
    content = {MEDIA[form]: {"schema": {"type": "string", "format": "binary"}}}
    return {200: {"content": content, "headers": {"Content-Disposition": disposition, "ETag": etag}}}


@router.get("/timetable.pdf", response_class=Response, responses=_file("pdf"))
async def print_timetable(
    request: Request,
    day: Id,
    caller: Reader,
    participant: Of = None,
    table: At = None,
    language: In = "fr",
) -> Response:
    """The whole timetable, or one participant's or one table's, to be printed; times are those of the day's zone."""
    planned, version = await edition(request, caller, day)
    of = _of(caller, day, planned, participant, table)
    content = await asyncio.to_thread(_printed, [programme(planned, version, of)], language)
    return _attached(content, "pdf", day, of, version)


@router.get("/timetables.pdf", response_class=Response, responses=_file("pdf"))
async def print_timetables(request: Request, day: Id, caller: Staff, each: For, language: In = "fr") -> Response:
    """The timetables of everybody, all companies, all buyers or all tables in one file, each from a page of its own on.

    The reader's outline leads to each.
    """
    planned, version = await edition(request, caller, day)
    content = await asyncio.to_thread(lambda: _printed(programmes(planned, version, each), language))
    return _attached(content, "pdf", day, f"each-{each}", version)


@router.get("/timetables.xlsx", response_class=Response, responses=_file("xlsx"))
async def get_workbooks(request: Request, day: Id, caller: Staff, each: For, language: In = "fr") -> Response:
    """The same as one workbook, with a sheet for each and a first one that leads there."""
    planned, version = await edition(request, caller, day)
    content = await asyncio.to_thread(lambda: _workbook(programmes(planned, version, each), language))
    return _attached(content, "xlsx", day, f"each-{each}", version)


@router.get("/timetable.xlsx", response_class=Response, responses=_file("xlsx"))
async def get_workbook(
    request: Request,
    day: Id,
    caller: Reader,
    participant: Of = None,
    table: At = None,
    language: In = "fr",
) -> Response:
    """The same as a workbook; times are those of the day's zone."""
    planned, version = await edition(request, caller, day)
    of = _of(caller, day, planned, participant, table)
    content = await asyncio.to_thread(_workbook, [programme(planned, version, of)], language)
    return _attached(content, "xlsx", day, of, version)


@router.get("/timetable.csv", response_class=Response, responses=_file("csv"))
async def get_table(request: Request, day: Id, caller: Staff) -> Response:
    """The whole timetable as CSV in UTF-8 with a byte order mark, separated by semicolons."""
    planned, version = await edition(request, caller, day)
    content = await asyncio.to_thread(table_of_text, programme(planned, version), planned)
    return _attached(content, "csv", day, None, version)


@router.get("/timetable.ics", response_class=Response, responses=_file("ics"))
async def get_diary(request: Request, day: Id, participant: Id, caller: Reader) -> Response:
    """One participant's meetings for its calendar, where they take the place of those from the invitations."""
    own_part(caller, day, participant)
    planned, version = await edition(request, caller, day)
    content = await asyncio.to_thread(partial(diary, programme(planned, version, participant), at=now()))
    return _attached(content, "ics", day, participant, version)


def _of(caller: Caller, day: str, planned: PlannedDay, participant: str | None, table: int | None) -> str | int | None:
    """The participant or the table that is asked for. Raises Problem 400 for both at once, 403 where it is foreign."""
    if participant is not None and table is not None:
        raise Problem(400, "participant-or-table", "a timetable is of one participant or of one table, not of both")
    party = party_of(caller, day)
    if party is None:
        return participant if table is None else table
    if table is not None:
        raise Problem(403, "forbidden", f"a {party.side} gets its own timetable, not that of a table")
    of = participant or party.among(planned.participants)
    own_part(caller, day, of)
    return of


def _printed(several: Sequence[Programme], language: Language) -> bytes:
    from services.delegations.exports.printed import printed  # a third of a second that no start should pay

    return printed(several, language)


def _workbook(several: Sequence[Programme], language: Language) -> bytes:
    from services.delegations.exports.workbook import workbook  # no more than that

    return workbook(several, language)


def _attached(content: bytes, form: str, day: str, of: str | int | None, version: int) -> Response:
    name = f"{day}{'' if of is None else f'-table-{of}' if isinstance(of, int) else f'-{of}'}-edition-{version}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "ETag": f'"{version}"'}
    return Response(content, media_type=MEDIA[form], headers=headers)
