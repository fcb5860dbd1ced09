"""The delivery log over HTTP: what was sent to whom, what failed and why, daily figures; a company sees its own."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from services.notifications.api.deliveries import About, Called, so_called
from services.notifications.deliveries import Deliveries
from services.notifications.log_queries import FAILED, Log, seen_by, sent_to
from services.notifications.progress import Status, state
from services.notifications.recipients import Kind
from shared.eventing.views import Views
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Page
from shared.http.types import Id
from shared.mongo import Document

router = APIRouter(prefix="/deliveries", tags=["deliveries"])

DAYS = 92  # that figures are answered for at once
SHOWN = (
    "message", "recipient", "subject", "about", "status", "channel", "created_at", "waits_until", "sent_at",
    "delivered_at",
)  # fmt: skip
Reader = Annotated[Caller, allow("hq", "partnerships", "operator", "auditor", "company", "post")]
Office = Annotated[Caller, allow("hq", "partnerships", "operator", "auditor")]
After = Annotated[str | None, Query(max_length=200, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=500, description="items on a page")]


@router.get("/log")
async def log(
    request: Request,
    caller: Reader,
    about: About = None,
    recipient: Annotated[Id | None, Query(description="a recipient's id")] = None,
    kind: Annotated[Kind | None, Query(description="the kind of recipient")] = None,
    status: Status | None = None,
    called: Called = None,
    after: After = None,
    limit: Limit = 100,
) -> Page:
    """Everything that was sent about a thing, or to somebody, as far as the caller may see it; without texts."""
    named = {"about": about, "recipient.kind": kind, "status": status}
    wanted = {name: one for name, one in named.items() if one is not None} | sent_to(recipient)
    return await _page(request, caller, so_called(wanted, called), after, limit)


@router.get("/failures")
async def failures(
    request: Request,
    caller: Reader,
    message: Annotated[str | None, Query(pattern=r"^[a-z_]{1,80}$", description="the name of a message")] = None,
    after: After = None,
    limit: Limit = 100,
) -> Page:
    """What was given up, each with how its last attempt ended: `reason`, `detail`, and the other side's `code`."""
    wanted: Document = {"status": {"$in": FAILED}}
    if message is not None:
        wanted["message"] = message
    return await _page(request, caller, wanted, after, limit)


@router.get("/failure-reasons")
async def reasons(request: Request, caller: Office) -> list[dict[str, Any]]:
    """How many were given up for each message, reason and code, the most frequent first."""
    return await _log(request).reasons(await _seen(request, caller))


@router.get("/daily-figures")
async def daily(
    request: Request,
    caller: Reader,
    first: Annotated[date, Query(description="the first UTC day")],
    last: Annotated[date, Query(description="the last UTC day")],
) -> list[dict[str, Any]]:
    """How many deliveries each day brought, by message, and what became of them by now."""
    if not 0 <= (last - first).days < DAYS:
        raise Problem(422, "days-out-of-range", f"query.last: from one day to {DAYS} days after query.first")
    return await _log(request).daily(first, last, await _seen(request, caller))


async def _page(request: Request, caller: Caller, wanted: Document, after: str | None, limit: int) -> Page:
    deliveries: Deliveries = request.app.state.deliveries
    both = {"$and": [wanted, await _seen(request, caller)]}
    found = await deliveries.page(both, after, limit + 1)
    return Page.of([shown(one) for one in found], limit)


def shown(delivery: Document) -> Document:
    """A delivery as its recipient may see it too, with how its last attempt ended where it was given up."""
    told = {"id": delivery["_id"], "state": state(delivery)}
    told |= {name: delivery[name] for name in SHOWN if name in delivery}
    if delivery["status"] in FAILED and delivery["attempts"]:
        ended = delivery["attempts"][-1]
        told |= {"reason": ended["outcome"], "detail": ended["detail"], "code": ended["code"], "failed_at": ended["at"]}
    return told


async def _seen(request: Request, caller: Caller) -> Document:
    views: Views = request.app.state.views
    return await seen_by(caller, views)


def _log(request: Request) -> Log:
    deliveries: Deliveries = request.app.state.deliveries
    return Log(deliveries.mongo)
