"""When a request for assistance was not answered in time, the post that has it, its embassy and headquarters know."""

from services.notifications.look import Look
from services.notifications.recipients import HQ, Addressee, embassy_and_post
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.assistance import AssistanceEscalated


def audience(event: AssistanceEscalated) -> tuple[Addressee, ...]:
    if event.desk is None or event.desk.kind != "post":
        return ()  # what headquarters or partners have in hand themselves is in their lists
    return (*embassy_and_post(event.desk.id, event.request), Addressee(HQ, event.request))


async def context(event: AssistanceEscalated, _: Addressee, look: Look) -> Context:
    post = await look.post(event.desk.id if event.desk else "")
    return {"request": event.request, "market": event.market, "post": post["name"], "due_on": event.due_at.date()}


RULE = Rule(
    "assistance_escalated", (AssistanceEscalated,), audience, context, treatment=Treatment("assistance", urgent=True)
)
