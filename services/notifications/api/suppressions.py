"""Suppressed addresses over HTTP: which are not written to any more and why, and their release."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from services.notifications.suppressions import Suppressions
from shared.clock import now
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Page
from shared.http.types import Id
from shared.mongo import Document

router = APIRouter(prefix="/suppressions", tags=["suppressions"])


@router.get("", dependencies=[allow("operator", "hq", "auditor")])
async def list_suppressions(
    request: Request,
    after: Annotated[str | None, Query(max_length=200, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="items on a page")] = 100,
) -> Page:
    """What is suppressed now, with the delivery that failed; whom that was to, the delivery says."""
    found = await _suppressions(request).page(after, limit + 1)
    return Page.of([_shown(one) for one in found], limit)


@router.post("/{id}/release")
async def release(id: Id, request: Request, caller: Annotated[Caller, allow("operator")]) -> dict[str, Any]:
    """Allow the address again; what was suppressed meanwhile is sent by resending it. Again changes nothing."""
    found = await _suppressions(request).release(id, caller.subject, now())
    if found is None:
        raise Problem(404, "suppression-unknown", f"there is no suppression {id}")
    return _shown(found)


def _suppressions(request: Request) -> Suppressions:
    suppressions: Suppressions = request.app.state.suppressions
    return suppressions


def _shown(one: Document) -> Document:
    return {"id": one["_id"], **{name: value for name, value in one.items() if name != "_id"}}
