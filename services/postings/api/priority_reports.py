"""The yearly report over HTTP: what was planned, done and obtained per priority, as JSON, as a page, as CSV or PDF."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from services.postings.api.references import READERS
from services.postings.api.speakers import reach
from services.postings.domain.countries import known
from services.postings.domain.post import POST
from services.postings.exports.report_table import report_table
from services.postings.pages import report_page
from services.postings.views.linked_work import LINKED_WORK
from services.postings.views.priorities import PRIORITIES
from services.postings.views.priority_report import Report, report
from shared.contracts.people import Language
from shared.eventing.decider import Refused
from shared.eventing.store import Store
from shared.eventing.view import Document, View
from shared.eventing.views import Views
from shared.http.identity import Caller, allow
from shared.http.types import Country, Id

router = APIRouter(tags=["priorities"])

Reader = Annotated[Caller, allow(*READERS)]
In = Annotated[Language, Query(description="the language of the headings")]


async def _report(
    request: Request,
    caller: Reader,
    year: Annotated[int, Query(ge=2000, le=2100, examples=[2027])],
    post: Annotated[Id | None, Query(description="what a post leaves out is its own")] = None,
    country: Country | None = None,
) -> Report:
    """Raises Problem 404 for a post or a country that is not known, 403 where it is another post's."""
    of = reach(caller, post)
    store: Store = request.app.state.store
    if of is not None and (await store.load(POST, of))[0].opened is None:
        raise Refused("post-unknown", f"there is no post {of}")
    if country is not None:
        known(country)
    priorities = await _all(request, PRIORITIES, {"year": year})
    narrowed = {name: value for name, value in (("posts", of), ("countries", country)) if value is not None}
    linked = {"known": True, "priorities": {"$in": [one["id"] for one in priorities]}}
    return report(year, of, country, priorities, await _all(request, LINKED_WORK, linked | narrowed))


Reported = Annotated[Report, Depends(_report)]


def _file(media: str, form: str) -> dict[int | str, dict[str, Any]]:
    """How OpenAPI describes an answer that is a file of this form."""
    disposition = {
        "description": f'names the file, as in `attachment; filename="priorities-2027-lima.{form}"`',
        "schema": {"type": "string"},
    }
    content = {media: {"schema": {"type": "string", "format": "binary"}}}
    return {200: {"content": content, "headers": {"Content-Disposition": disposition}}}


@router.get("/priority-report")
async def get_report(found: Reported) -> Report:
    """What was planned, done and obtained for each priority of the year, by a post, in a country, or by all."""
    return found


@router.get("/priority-report.html", response_class=HTMLResponse)
async def show_report(found: Reported, language: In = "fr") -> HTMLResponse:
    """The same as a page."""
    return report_page(found, language)


@router.get("/priority-report.csv", response_class=Response, responses=_file("text/csv", "csv"))
async def get_report_table(found: Reported) -> Response:
    """The same as CSV in UTF-8 with a byte order mark, separated by semicolons."""
    return _attached(await asyncio.to_thread(report_table, found), "text/csv", "csv", found)


@router.get("/priority-report.pdf", response_class=Response, responses=_file("application/pdf", "pdf"))
async def print_report(found: Reported, language: In = "fr") -> Response:
    """The same to be printed."""
    return _attached(await asyncio.to_thread(_printed, found, language), "application/pdf", "pdf", found)


def _printed(found: Report, language: Language) -> bytes:
    from services.postings.exports.printed_report import printed_report  # a third of a second no start should pay

    return printed_report(found, language)


def _attached(content: bytes, media: str, form: str, found: Report) -> Response:
    name = "-".join(filter(None, ("priorities", str(found.year), found.post, found.country)))
    return Response(content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'})


async def _all(request: Request, view: View, wanted: Mapping[str, Any]) -> list[Document]:
    views: Views = request.app.state.views
    return [document async for document in views.each(view, wanted)]
