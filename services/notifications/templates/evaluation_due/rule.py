"""Six months after a technical action was completed, its post learns that the evaluation is due."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.technical_action import TechnicalActionEvaluationDue


def audience(event: TechnicalActionEvaluationDue) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("post", event.post), event.action),)


async def context(event: TechnicalActionEvaluationDue, _: Addressee, look: Look) -> Context:
    post = await look.post(event.post)
    return {
        "post": post["name"],
        "country_code": event.country,
        "action": event.action,
        "title": event.title,
        "due_on": event.evaluation_due_on,
    }


RULE = Rule(
    "evaluation_due",
    (TechnicalActionEvaluationDue,),
    audience,
    context,
    treatment=Treatment("cooperation", digestible=True),
)
