"""Mail that comes back, posted in by whatever receives it: bounces, and what calendars reply."""

from typing import Any

from fastapi import APIRouter, Request

from services.notifications.inbound import LIMIT, Inbound, Taken
from shared.clock import now
from shared.http.identity import allow
from shared.http.limits import allow_body

router = APIRouter(prefix="/inbound-mails", tags=["inbound mails"])

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
    inbound: Inbound = request.app.state.inbound
    return await inbound.take(raw, request.state.correlation, now())
