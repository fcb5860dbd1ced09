"""When a tenure is extended, embassy, post and officer learn its new estimated last day; the reason is not told."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient, embassy_and_post
from services.notifications.rule import Context, Rule
from services.notifications.tenures import tenure
from services.notifications.treatment import Treatment
from shared.contracts.postings.posting_course import PostingExtended


def audience(event: PostingExtended) -> tuple[Addressee, ...]:
    return (*embassy_and_post(event.post, event.posting), Addressee(Recipient("officer", event.officer), event.posting))


async def context(event: PostingExtended, _: Addressee, look: Look) -> Context:
    return await tenure(look, event.post, event.position, event.officer) | {
        "former": event.former,
        "ends_on": event.ends_on,
    }


RULE = Rule("posting_extended", (PostingExtended,), audience, context, treatment=Treatment("network", digestible=True))
