"""When a desk has accepted or answered a request for assistance, the company learns that it has, not what was said."""

from typing import Any

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.assistance import AssistanceAccepted, AssistanceAnswered


def audience(event: AssistanceAccepted | AssistanceAnswered) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("company", event.company), event.request),)


async def context(event: AssistanceAccepted | AssistanceAnswered, _: Addressee, __: Look) -> Context:
    return {"request": event.request, "market": event.market, "answered": isinstance(event, AssistanceAnswered)}


def webhook(event: AssistanceAccepted | AssistanceAnswered, _: Addressee) -> dict[str, Any]:
    status = "answered" if isinstance(event, AssistanceAnswered) else "accepted"
    return {"request": event.request, "market": event.market, "status": status}


RULE = Rule(
    "assistance_progress",
    (AssistanceAccepted, AssistanceAnswered),
    audience,
    context,
    webhook=webhook,
    treatment=Treatment("assistance", optional=True, digestible=True),
)
