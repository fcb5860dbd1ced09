"""What was sent to a webhook endpoint, over HTTP: the log with each answer, a test, and sending again what failed."""

import asyncio
from datetime import datetime
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.notifications.api.deliveries import Called, so_called
from services.notifications.api.endpoints import Owner, owned
from services.notifications.composing import TEST
from services.notifications.deliveries import Deliveries
from services.notifications.progress import Status, state
from services.notifications.retries import WEBHOOK
from services.notifications.routing import again as once_more
from services.notifications.routing import for_test
from shared.clock import now
from shared.http.problems import Problem
from shared.http.reading import Page
from shared.http.types import Id
from shared.mongo import Document

router = APIRouter(prefix="/endpoints/{id}", tags=["endpoints"])

LOGGED = ("message", "subject", "about", "status", "created_at", "due_at", "sent_at", "tries", "attempts", "repeats")


class Since(BaseModel):
    """`since` is an instant; what was made before it stays as it is."""

    model_config = ConfigDict(extra="forbid")

    since: AwareDatetime


class Recovered(BaseModel):
    """How many deliveries are tried again."""

    recovered: int


class Sent(BaseModel):
    """The delivery, whose id is the `webhook-id` of all its attempts."""

    delivery: str


@router.get("/deliveries")
async def list_deliveries(
    id: Id,
    request: Request,
    caller: Owner,
    status: Status | None = None,
    called: Called = None,
    after: Annotated[str | None, Query(max_length=200, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="items on a page")] = 50,
) -> Page:
    """What was sent there, in the order of their ids: each attempt with its time, code and the answer's first 4 kB."""
    await owned(request, id, caller)
    wanted: Document = {"endpoint": id} if status is None else {"endpoint": id, "status": status}
    found = await _deliveries(request).page(so_called(wanted, called), after, limit + 1)
    return Page(items=[_logged(one) for one in found[:limit]], next=found[limit - 1]["_id"] if found[limit:] else None)


@router.post("/test", status_code=202)
async def send_test(id: Id, request: Request, caller: Owner) -> Sent:
    """Send a test event there, signed as any other; how it went is in the log."""
    endpoint = await owned(request, id, caller)
    _enabled(endpoint)
    made = for_test(str(uuid4()), TEST, id, endpoint["company"], request.state.correlation, now())
    await _deliveries(request).add([made])
    _wake(request)
    return Sent(delivery=made["_id"])


@router.post("/recover")
async def recover(id: Id, body: Since, request: Request, caller: Owner) -> Recovered:
    """Try again, from now on, everything that was made since then and failed there."""
    _enabled(await owned(request, id, caller))
    again = await _deliveries(request).recover(id, _whole(body.since), now())
    _wake(request)
    return Recovered(recovered=again)


@router.post("/deliveries/{delivery}/resend")
async def resend(id: Id, delivery: Id, request: Request, caller: Owner) -> dict[str, Any]:
    """Try one that failed again, or send once more what was taken; both under the same `webhook-id`.

    What was taken stays so: the answer is a delivery of its own, which `repeats` it. One under way answers a 409.
    """
    _enabled(await owned(request, id, caller))
    found = await _existing(request, id, delivery)
    if found["status"] == "sent" and found.get("channel") == WEBHOOK:
        made = once_more(found, str(uuid4()), now())
        await _deliveries(request).add([made])
        delivery = made["_id"]
    elif not await _deliveries(request).resend(delivery, now()):
        raise Problem(409, "delivery-not-failed", f"the delivery is {found['status']}: neither taken nor failed there")
    _wake(request)
    return _logged(await _existing(request, id, delivery))


async def _existing(request: Request, endpoint: str, delivery: str) -> Document:
    found = await _deliveries(request).get(delivery)
    if found is None or found.get("endpoint") != endpoint:
        raise Problem(404, "delivery-unknown", f"nothing with the id {delivery} was sent to endpoint {endpoint}")
    return found


def _enabled(endpoint: Document) -> None:
    """Raises Problem 409 where nothing is sent to this endpoint."""
    if not endpoint["enabled"]:
        raise Problem(409, "endpoint-disabled", f"endpoint {endpoint['id']} is disabled; enable it first")


def _whole(since: datetime) -> datetime:
    """As the database keeps instants, to the millisecond."""
    return since.replace(microsecond=since.microsecond // 1000 * 1000)


def _logged(delivery: Document) -> Document:
    shown = {name: delivery[name] for name in LOGGED if name in delivery}
    return {"id": delivery["_id"], "state": state(delivery), **shown}


def _deliveries(request: Request) -> Deliveries:
    deliveries: Deliveries = request.app.state.deliveries
    return deliveries


def _wake(request: Request) -> None:
    wake: asyncio.Event = request.app.state.wake
    wake.set()
