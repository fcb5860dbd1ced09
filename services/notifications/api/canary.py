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
    """The last canary that has arrived; `age_seconds` since its release, both None where there is none.

    `released` says whether this deployment has a test mailbox, and so releases any. Where that is read too,
    `read_back`, it has arrived when it was found there, else when the mail server took it.
    """

    released: bool
    read_back: bool
    delivery: str | None
    arrived_at: datetime | None
    age_seconds: float | None


@router.get("", dependencies=[allow("hq", "partnerships", "operator", "auditor")])
async def get_canary(request: Request) -> Canary:
    """When the last canary has arrived, and how old it is."""
    deliveries: Deliveries = request.app.state.deliveries
    settings: NotificationsSettings = request.app.state.settings
    released, back = bool(settings.canary_mailbox), settings.reads_back
    if (last := await deliveries.last_canary(read_back=back)) is None:
        return Canary(released=released, read_back=back, delivery=None, arrived_at=None, age_seconds=None)
    age = (now() - last["created_at"]).total_seconds()
    arrived_at = last["delivered_at"] if back else last["sent_at"]
    return Canary(released=released, read_back=back, delivery=last["_id"], arrived_at=arrived_at, age_seconds=age)
