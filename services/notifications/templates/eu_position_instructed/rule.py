"""When an EU position is instructed, each post learns in which member states it presents it, and until when.

What the position is stays in Liaison.
"""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.eu_position import EuPositionInstructed


def audience(event: EuPositionInstructed) -> tuple[Addressee, ...]:
    posts = dict.fromkeys(one.post for one in event.assignments)
    return tuple(Addressee(Recipient("post", post), event.position) for post in posts)


async def context(event: EuPositionInstructed, to: Addressee, _: Look) -> Context:
    states = tuple(one.state for one in event.assignments if one.post == to.recipient.id)
    about = {"position": event.position, "title": event.title, "states": states}
    return about | {"due_at": event.due_at, "council_on": event.council_on}


RULE = Rule("eu_position_instructed", (EuPositionInstructed,), audience, context, treatment=Treatment("cooperation"))
