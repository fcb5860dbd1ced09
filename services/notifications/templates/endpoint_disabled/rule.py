"""When a webhook endpoint is disabled, its company learns by mail why, and how it is enabled again."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from shared.contracts.notifications.endpoint import EndpointDisabled


def audience(event: EndpointDisabled) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("company", event.company), event.endpoint),)


async def context(event: EndpointDisabled, _: Addressee, look: Look) -> Context:
    company = await look.company(event.company)
    return {"company": company["name"], "endpoint": event.endpoint, "reason": event.reason, "at": event.at}


RULE = Rule("endpoint_disabled", (EndpointDisabled,), audience, context)
