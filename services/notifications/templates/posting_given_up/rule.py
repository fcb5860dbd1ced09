"""When a posting is refused, withdrawn or expires, those who had heard of it learn that it does not take place.

An embassy hears of a posting once it is approved. Why it was refused or withdrawn is told to nobody.
"""

from services.notifications.look import Look
from services.notifications.recipients import HQ, Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.posting import PostingRefused
from shared.contracts.postings.posting_course import PostingOfferExpired, PostingWithdrawn
from shared.eventing.event import Event

GivenUp = PostingRefused | PostingWithdrawn | PostingOfferExpired
SAID: dict[type[Event], str] = {
    PostingRefused: "refused",
    PostingWithdrawn: "withdrawn",
    PostingOfferExpired: "expired",
}


def audience(event: GivenUp) -> tuple[Addressee, ...]:
    told = [Recipient("post", event.post)]
    told += [Recipient("officer", event.officer)] if event.officer else []  # a refusal from before did not name them
    told += [HQ] if not isinstance(event, PostingWithdrawn) else []  # who withdraws it is headquarters
    told += [Recipient("embassy", event.post)] if not isinstance(event, PostingRefused) and event.approved else []
    return tuple(Addressee(to, event.posting) for to in told)


async def context(event: GivenUp, _: Addressee, look: Look) -> Context:
    post, position = await look.post(event.post), await look.position(event.position)
    return {
        "post": post["name"],
        "position": position["title"],
        "officer": await look.officer(event.officer) if event.officer else None,
        "said": SAID[type(event)],
        "directorate": event.directorate if isinstance(event, PostingRefused) else None,
        "expired_on": event.expired_on if isinstance(event, PostingOfferExpired) else None,
    }


RULE = Rule("posting_given_up", tuple(SAID), audience, context, treatment=Treatment("network"))
