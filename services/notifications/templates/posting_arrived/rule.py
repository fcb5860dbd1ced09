"""When the officer has arrived, which may be before the tenure starts, embassy and post learn it."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, embassy_and_post
from services.notifications.rule import Context, Rule
from services.notifications.tenures import tenure
from services.notifications.treatment import Treatment
from shared.contracts.postings.posting_course import PostingArrived


def audience(event: PostingArrived) -> tuple[Addressee, ...]:
    return embassy_and_post(event.post, event.posting)


async def context(event: PostingArrived, _: Addressee, look: Look) -> Context:
    return await tenure(look, event.post, event.position, event.officer) | {
        "arrived_on": event.arrived_on,
    }


RULE = Rule("posting_arrived", (PostingArrived,), audience, context, treatment=Treatment("network", digestible=True))
