"""When the officer has arrived, which may be before the tenure starts, embassy and post learn it."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.posting_course import PostingArrived


def audience(event: PostingArrived) -> tuple[Addressee, ...]:
    return (
        Addressee(Recipient("embassy", event.post), event.posting),
        Addressee(Recipient("post", event.post), event.posting),
    )


async def context(event: PostingArrived, _: Addressee, look: Look) -> Context:
    post, position = await look.post(event.post), await look.position(event.position)
    return {
        "post": post["name"],
        "position": position["title"],
        "officer": await look.officer(event.officer),
        "arrived_on": event.arrived_on,
    }


RULE = Rule("posting_arrived", (PostingArrived,), audience, context, treatment=Treatment("network", digestible=True))
