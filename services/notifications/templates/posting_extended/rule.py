"""When a tenure is extended, embassy, post and officer learn its new estimated last day; the reason is not told."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.posting_course import PostingExtended


def audience(event: PostingExtended) -> tuple[Addressee, ...]:
    return (
        Addressee(Recipient("embassy", event.post), event.posting),
        Addressee(Recipient("post", event.post), event.posting),
        Addressee(Recipient("officer", event.officer), event.posting),
    )


async def context(event: PostingExtended, _: Addressee, look: Look) -> Context:
    post, position = await look.post(event.post), await look.position(event.position)
    return {
        "post": post["name"],
        "position": position["title"],
        "officer": await look.officer(event.officer),
        "former": event.former,
        "ends_on": event.ends_on,
    }


RULE = Rule("posting_extended", (PostingExtended,), audience, context, treatment=Treatment("network", digestible=True))
