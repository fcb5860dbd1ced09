"""When the days of a posting are settled or moved, embassy, post and officer learn them."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.posting_course import PostingScheduled


def audience(event: PostingScheduled) -> tuple[Addressee, ...]:
    return (
        Addressee(Recipient("embassy", event.post), event.posting),
        Addressee(Recipient("post", event.post), event.posting),
        Addressee(Recipient("officer", event.officer), event.posting),
    )


async def context(event: PostingScheduled, _: Addressee, look: Look) -> Context:
    post, position = await look.post(event.post), await look.position(event.position)
    return {
        "post": post["name"],
        "position": position["title"],
        "officer": await look.officer(event.officer),
        "starts_on": event.starts_on,
        "ends_on": event.ends_on,
    }


RULE = Rule(
    "posting_scheduled", (PostingScheduled,), audience, context, treatment=Treatment("network", digestible=True)
)
