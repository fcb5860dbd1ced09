"""When a posting has ended and nobody follows, embassy and post learn that the position is vacant.

A curtailment's reason may be medical, so it is not told.
"""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, embassy_and_post
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded


def audience(event: PostingEnded | PostingCurtailed) -> tuple[Addressee, ...]:
    if isinstance(event, PostingEnded) and event.successor is not None:
        return ()  # the start of the successor's posting tells both halves
    return embassy_and_post(event.post, event.posting)


async def context(event: PostingEnded | PostingCurtailed, _: Addressee, look: Look) -> Context:
    post, position = await look.post(event.post), await look.position(event.position)
    return {
        "post": post["name"],
        "position": position["title"],
        "leaving": await look.officer(event.officer),
        "curtailed": isinstance(event, PostingCurtailed),
        "last_day": event.last_day if isinstance(event, PostingCurtailed) else event.ended_on,
    }


RULE = Rule(
    "posting_ended",
    (PostingEnded, PostingCurtailed),
    audience,
    context,
    treatment=Treatment("network", optional=True, digestible=True),
)
