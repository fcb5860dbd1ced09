"""When a posting is proposed, both directorates are asked, and the post learns who may come and until when they are."""

from typing import get_args

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.tenures import tenure
from services.notifications.treatment import Treatment
from shared.contracts.postings.fact import Directorate
from shared.contracts.postings.posting import PostingProposed


def audience(event: PostingProposed) -> tuple[Addressee, ...]:
    if event.approve_by is None:
        return ()  # from before there were deadlines
    asked = (Recipient("directorate", one) for one in get_args(Directorate))
    return tuple(Addressee(to, event.posting) for to in (Recipient("post", event.post), *asked))


async def context(event: PostingProposed, _: Addressee, look: Look) -> Context:
    return await tenure(look, event.post, event.position, event.officer) | {
        "starts_on": event.starts_on,
        "approve_by": event.approve_by,
    }


RULE = Rule("posting_approval_asked", (PostingProposed,), audience, context, treatment=Treatment("network"))
