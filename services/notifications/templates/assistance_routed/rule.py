"""When a request for assistance has come to a post or an export partner, it learns of it; what is asked is not told."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.assistance import AssistanceHandedOver, AssistanceRouted


def audience(event: AssistanceRouted | AssistanceHandedOver) -> tuple[Addressee, ...]:
    """Headquarters see it in their list."""
    if event.desk.kind == "hq":
        return ()
    return (Addressee(Recipient(event.desk.kind, event.desk.id), event.request),)


async def context(event: AssistanceRouted | AssistanceHandedOver, _: Addressee, __: Look) -> Context:
    return {
        "request": event.request,
        "market": event.market,
        "due_on": event.due_at.date(),
        "restricted": event.confidentiality == "restricted",
        "handed_over": isinstance(event, AssistanceHandedOver),
    }


RULE = Rule(
    "assistance_routed",
    (AssistanceRouted, AssistanceHandedOver),
    audience,
    context,
    treatment=Treatment("assistance", digestible=True),
)
