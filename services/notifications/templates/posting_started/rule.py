"""When a posting has started, embassy and post learn who arrives, who leaves and when."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, embassy_and_post
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.posting import PostingStarted


def audience(event: PostingStarted) -> tuple[Addressee, ...]:
    return embassy_and_post(event.post, event.posting)


async def context(event: PostingStarted, _: Addressee, look: Look) -> Context:
    post, position = await look.post(event.post), await look.position(event.position)
    return {
        "post": post["name"],
        "position": position["title"],
        "arriving": await look.officer(event.officer),
        "leaving": await look.officer(event.predecessor_officer) if event.predecessor_officer else None,
        "succession": event.predecessor_officer is not None,
        "started_on": event.started_on,
    }


RULE = Rule(
    "posting_started",
    (PostingStarted,),
    audience,
    context,
    treatment=Treatment("network", optional=True, digestible=True),
)
