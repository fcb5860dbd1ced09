"""Deliveries over HTTP: what was sent to whom about what, and how each attempt ended."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from services.notifications.deliveries import OPEN, Deliveries
from services.notifications.log_queries import sent_to
from services.notifications.progress import STATUSES, State, Status, of_state, state
from shared.clock import now
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Page
from shared.http.types import Id
from shared.mongo import Document

router = APIRouter(prefix="/deliveries", tags=["deliveries"])

LISTED = (
    "message",
    "recipient",
    "subject",
    "about",
    "correlation",
    "status",
    "state",
    "channel",
    "created_at",
    "due_at",
    "sent_at",
)
SHOWN = (*LISTED, "delivered_at", "successor", "message_id", "tries", "attempts", "template", "calendar", "text")
About = Annotated[
    str | None, Query(max_length=200, description="an event's id or stream, or what the message is about")
]

Called = Annotated[State | None, Query(alias="state", description="what a delivery is called by how far it has come")]


@router.get("", dependencies=[allow("hq", "partnerships", "operator", "auditor")])
async def list_deliveries(
    request: Request,
    about: About = None,
    recipient: Annotated[Id | None, Query(description="a recipient's id, of whatever kind")] = None,
    status: Status | None = None,
    called: Called = None,
    after: Annotated[str | None, Query(max_length=200, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="items on a page")] = 100,
) -> Page:
    """The deliveries that match, in the order of their ids, without their texts."""
    named = {"about": about, "status": status}
    wanted = {name: one for name, one in named.items() if one is not None} | sent_to(recipient)
    found = await _deliveries(request).page(so_called(wanted, called), after, limit + 1)
    return Page.of([_without(_shown(one), LISTED) for one in found], limit)


@router.get("/figures", dependencies=[allow("hq", "partnerships", "operator", "auditor")])
async def figures(request: Request, about: About = None) -> dict[str, int]:
    """How many deliveries are in each status; `open` are those on which something is still to happen."""
    counted = await _deliveries(request).figures(about)
    every: dict[str, int] = {status: counted.get(status, 0) for status in STATUSES}
    return {**every, "open": sum(every[status] for status in OPEN), "total": sum(every.values())}


@router.get("/{id}")
async def get_delivery(
    id: Id, request: Request, caller: Annotated[Caller, allow("hq", "partnerships", "operator", "auditor")]
) -> dict[str, Any]:
    """One delivery with its attempts, and the text as sent, which operators do not see."""
    shown = _shown(await _existing(request, id))
    return _without(shown, [name for name in SHOWN if name != "text" or caller.role != "operator"])


@router.post("/{id}/resend", dependencies=[allow("operator")])
async def resend(id: Id, request: Request) -> dict[str, Any]:
    """Try again, from now on, what failed or was suppressed; anything else stays as it is and answers a 409."""
    delivery = await _existing(request, id)
    if not await _deliveries(request).resend(id, now()):
        raise Problem(
            409,
            "delivery-not-failed",
            f"the delivery is {delivery['status']}, only what failed is sent again",
        )
    return _without(_shown(await _existing(request, id)), LISTED)


def so_called(wanted: Document, called: State | None) -> Document:
    """Narrows what is wanted to the deliveries in this state, if one is asked for."""
    return wanted if called is None else {"$and": [wanted, of_state(called)]}


async def _existing(request: Request, id: str) -> Document:
    if (found := await _deliveries(request).get(id)) is None:
        raise Problem(404, "delivery-unknown", f"there is no delivery {id}")
    return found


def _deliveries(request: Request) -> Deliveries:
    deliveries: Deliveries = request.app.state.deliveries
    return deliveries


def _shown(delivery: Document) -> Document:
    return {"id": delivery["_id"], "state": state(delivery), **delivery}


def _without(shown: Document, names: Any) -> Document:
    return {name: one for name, one in shown.items() if name == "id" or name in names}
