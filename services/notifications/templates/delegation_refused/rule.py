"""When the Partnerships Office has refused a delegation, its head learns of it."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.delegation import DelegationRefused


def audience(event: DelegationRefused) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("person", event.head), event.delegation),)


async def context(event: DelegationRefused, _: Addressee, look: Look) -> Context:
    fair, head = await look.fair(event.fair), await look.contact(event.head)
    return {
        "fair": fair["name"],
        "head": head["name"] if head is not None else None,
        "country_code": event.country,
        "reason": event.reason,
    }


RULE = Rule("delegation_refused", (DelegationRefused,), audience, context, treatment=Treatment("visits"))
