"""On the day by which something was promised on a high-level visit, the post that follows it up learns of it."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.high_level_visit import HighLevelVisitCommitmentDue


def audience(event: HighLevelVisitCommitmentDue) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("post", event.post), event.visit),)


async def context(event: HighLevelVisitCommitmentDue, _: Addressee, look: Look) -> Context:
    post = await look.post(event.post)
    return {
        "post": post["name"],
        "country_code": event.country,
        "visit": event.visit,
        "title": event.title,
        "commitment": event.commitment,
        "due_on": event.due_on,
    }


RULE = Rule(
    "commitment_due",
    (HighLevelVisitCommitmentDue,),
    audience,
    context,
    treatment=Treatment("cooperation", digestible=True),
)
