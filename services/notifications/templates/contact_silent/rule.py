"""When a contact has been silent for longer than agreed, its post is reminded; who it is, is read behind the login."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.contact import ContactFellSilent


def audience(event: ContactFellSilent) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("post", event.post), event.contact),)


async def context(event: ContactFellSilent, _: Addressee, __: Look) -> Context:
    return {"contact": event.contact, "silent_since": event.silent_since}


RULE = Rule(
    "contact_silent", (ContactFellSilent,), audience, context, treatment=Treatment("cooperation", digestible=True)
)
