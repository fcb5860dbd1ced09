"""When a request for assistance was not answered in time, the post that has it and its embassy learn of it."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.assistance import AssistanceEscalated


def audience(event: AssistanceEscalated) -> tuple[Addressee, ...]:
    if event.desk is None or event.desk.kind != "post":
        return ()  # headquarters and partners have no mailbox here; they see it in their lists
    return (
        Addressee(Recipient("post", event.desk.id), event.request),
        Addressee(Recipient("embassy", event.desk.id), event.request),
    )


async def context(event: AssistanceEscalated, to: Addressee, look: Look) -> Context:
    post = await look.post(to.recipient.id)
    return {"request": event.request, "market": event.market, "post": post["name"], "due_on": event.due_at.date()}


RULE = Rule(
    "assistance_escalated", (AssistanceEscalated,), audience, context, treatment=Treatment("assistance", urgent=True)
)
