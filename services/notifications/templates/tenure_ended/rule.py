"""When a tenure ends before its time, or nobody follows, the officer is told its last day.

Who is succeeded hands over in person, and a curtailment's reason is not written down.
"""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded


def audience(event: PostingEnded | PostingCurtailed) -> tuple[Addressee, ...]:
    if isinstance(event, PostingEnded) and event.successor is not None:
        return ()
    return (Addressee(Recipient("officer", event.officer), event.posting),)


async def context(event: PostingEnded | PostingCurtailed, _: Addressee, look: Look) -> Context:
    post, position = await look.post(event.post), await look.position(event.position)
    return {
        "post": post["name"],
        "position": position["title"],
        "last_day": event.last_day if isinstance(event, PostingCurtailed) else event.ended_on,
    }


RULE = Rule("tenure_ended", (PostingEnded, PostingCurtailed), audience, context, treatment=Treatment("network"))
