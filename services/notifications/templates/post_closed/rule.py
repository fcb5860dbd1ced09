"""When a post closes, its embassy and the post itself learn of the last day."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, embassy_and_post
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.post import PostClosed


def audience(event: PostClosed) -> tuple[Addressee, ...]:
    return embassy_and_post(event.post, event.post)


async def context(event: PostClosed, _: Addressee, look: Look) -> Context:
    post = await look.post(event.post)
    return {"post": post["name"], "country_code": post["country"], "last_day": event.closed_on}


RULE = Rule(
    "post_closed", (PostClosed,), audience, context, treatment=Treatment("network", optional=True, digestible=True)
)
