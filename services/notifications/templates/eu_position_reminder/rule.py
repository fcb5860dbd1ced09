"""When views on an EU position are due soon, each post from which some are missing is reminded of its states."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.eu_position import EuPositionReminded


def audience(event: EuPositionReminded) -> tuple[Addressee, ...]:
    posts = dict.fromkeys(one.post for one in event.assignments)
    return tuple(Addressee(Recipient("post", post), event.position) for post in posts)


async def context(event: EuPositionReminded, to: Addressee, _: Look) -> Context:
    states = tuple(one.state for one in event.assignments if one.post == to.recipient.id)
    return {"position": event.position, "states": states, "due_at": event.due_at}


RULE = Rule("eu_position_reminder", (EuPositionReminded,), audience, context, treatment=Treatment("cooperation"))
