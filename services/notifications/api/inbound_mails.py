"""Mail that comes back, posted in by whatever receives it: bounces, and what calendars reply."""

from typing import Any

from fastapi import APIRouter, Request

from services.notifications.composing import Composer
from services.notifications.deliveries import Deliveries
from services.notifications.inbound import Inbound, Taken
from services.notifications.suppressions import Suppressions
from shared.clock import now
from shared.eventing.store import Store
from shared.eventing.views import Views
from shared.http.identity import allow
from shared.http.limits import allow_body

router = APIRouter(prefix="/inbound-mails", tags=["inbound mails"])

LIMIT = 5_000_000  # bytes; a bounce may carry the whole of what has come back
MAIL: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "one mail as it arrived, with its headers",
        "content": {"message/rfc822": {"schema": {}}},
    }
}


@router.post("", dependencies=[allow("operator")], openapi_extra=MAIL)
@allow_body(LIMIT)
async def take(request: Request) -> Taken:
    """Take one mail; what it is not for, or not understood, is left alone, and the same one again changes nothing."""
    raw = await request.body()
    deliveries: Deliveries = request.app.state.deliveries
    suppressions: Suppressions = request.app.state.suppressions
    composer: Composer = request.app.state.composer
    store: Store = request.app.state.store
    views: Views = request.app.state.views
    inbound = Inbound(deliveries, suppressions, composer, store, views)
    return await inbound.take(raw, request.state.correlation, now())
