"""Test addresses over HTTP: the mailboxes and webhook receivers that fail as real ones do, and reach nobody."""

from fastapi import APIRouter
from pydantic import BaseModel

from services.notifications.channels.simulators import DOMAIN, MAILBOXES, RECEIVERS
from shared.http.identity import allow

router = APIRouter(prefix="/simulators", tags=["simulators"])


class Simulator(BaseModel):
    """What is sent to `address` reaches nobody, and `does` this."""

    address: str
    does: str


class Simulators(BaseModel):
    """What follows the name of a mailbox behind a plus is free, as the query of a webhook's address is."""

    mailboxes: list[Simulator]
    webhooks: list[Simulator]


@router.get("", dependencies=[allow("hq", "partnerships", "operator", "auditor", "company")])
async def list_simulators() -> Simulators:
    """Every test address; they are there in each deployment, whoever else may be written to."""
    return Simulators(
        mailboxes=[Simulator(address=f"{name}@{DOMAIN}", does=one.does) for name, one in MAILBOXES.items()],
        webhooks=[Simulator(address=f"https://{DOMAIN}/{name}", does=one.does) for name, one in RECEIVERS.items()],
    )
