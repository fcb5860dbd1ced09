"""When a posting is proposed, the post learns who may come, and until when both directorates are to have their say."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.posting import PostingProposed


def audience(event: PostingProposed) -> tuple[Addressee, ...]:
    if event.approve_by is None:
        return ()  # from before there were deadlines
    return (Addressee(Recipient("post", event.post), event.posting),)


async def context(event: PostingProposed, _: Addressee, look: Look) -> Context:
    post, position = await look.post(event.post), await look.position(event.position)
    return {
        "post": post["name"],
        "position": position["title"],
        "officer": await look.officer(event.officer),
        "starts_on": event.starts_on,
        "approve_by": event.approve_by,
    }


RULE = Rule("posting_approval_asked", (PostingProposed,), audience, context, treatment=Treatment("network"))
