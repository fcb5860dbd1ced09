"""The canary over HTTP: whether the mails that show that mails arrive do arrive."""

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel

from services.notifications.deliveries import Deliveries
from services.notifications.settings import NotificationsSettings
from shared.clock import now
from shared.http.identity import allow

router = APIRouter(prefix="/canary", tags=["canary"])


class Canary(BaseModel):
    """The last canary that a mail server has taken; `age_seconds` since its release, both None where there is none.

    `released` says whether this deployment has a test mailbox, and so releases any.
    """

    released: bool
    delivery: str | None
    arrived_at: datetime | None
    age_seconds: float | None


@router.get("", dependencies=[allow("hq", "partnerships", "operator", "auditor")])
async def get_canary(request: Request) -> Canary:
    """When the last canary has arrived, and how old it is."""
    deliveries: Deliveries = request.app.state.deliveries
    settings: NotificationsSettings = request.app.state.settings
    released = bool(settings.canary_mailbox)
    if (last := await deliveries.last_canary()) is None:
        return Canary(released=released, delivery=None, arrived_at=None, age_seconds=None)
    age = (now() - last["created_at"]).total_seconds()
    return Canary(released=released, delivery=last["_id"], arrived_at=last["sent_at"], age_seconds=age)
