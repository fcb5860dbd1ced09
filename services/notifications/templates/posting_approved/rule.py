"""When both directorates have agreed to a posting, embassy, post and officer learn who is to come."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient, embassy_and_post
from services.notifications.rule import Context, Rule
from services.notifications.tenures import tenure
from services.notifications.treatment import Treatment
from shared.contracts.postings.posting import PostingApproved


def audience(event: PostingApproved) -> tuple[Addressee, ...]:
    return (*embassy_and_post(event.post, event.posting), Addressee(Recipient("officer", event.officer), event.posting))


async def context(event: PostingApproved, _: Addressee, look: Look) -> Context:
    return await tenure(look, event.post, event.position, event.officer) | {
        "starts_on": event.starts_on,
        "ends_on": event.ends_on,
    }


RULE = Rule("posting_approved", (PostingApproved,), audience, context, treatment=Treatment("network", digestible=True))
