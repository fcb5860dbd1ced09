"""While a webhook endpoint fails, its company is warned twice by mail, with the time at which it will be disabled."""

from services.notifications.domain.endpoint import DISABLE_AFTER
from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from shared.contracts.notifications.endpoint import EndpointWarned


def audience(event: EndpointWarned) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("company", event.company), event.endpoint),)


async def context(event: EndpointWarned, _: Addressee, look: Look) -> Context:
    company = await look.company(event.company)
    return {
        "company": company["name"],
        "endpoint": event.endpoint,
        "warning": event.warning,
        "failing_since": event.failing_since,
        "disabled_from": event.failing_since + DISABLE_AFTER,
    }


RULE = Rule("endpoint_warned", (EndpointWarned,), audience, context)
