"""When the Partnerships Office has confirmed a delegation, its head learns of it."""

from datetime import date

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.delegation import DelegationConfirmed


def audience(event: DelegationConfirmed) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("person", event.head), event.delegation),)


async def context(event: DelegationConfirmed, _: Addressee, look: Look) -> Context:
    fair, head = await look.fair(event.fair), await look.contact(event.head)
    return {
        "fair": fair["name"],
        "head": head["name"] if head is not None else None,
        "country_code": event.country,
        "starts_on": date.fromisoformat(fair["starts_on"]),
        "ends_on": date.fromisoformat(fair["ends_on"]),
        "interests": event.interests,
    }


RULE = Rule("delegation_confirmed", (DelegationConfirmed,), audience, context, treatment=Treatment("visits"))
