"""When a canary is released, the test mailbox gets a mail by the way that all others take."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from shared.contracts.notifications.canary import CanaryReleased


def audience(event: CanaryReleased) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("canary", "canary"), f"{event.day}-{event.number}"),)


async def context(event: CanaryReleased, _: Addressee, __: Look) -> Context:
    return {"released_on": event.day, "number": event.number}


RULE = Rule("canary", (CanaryReleased,), audience, context)
