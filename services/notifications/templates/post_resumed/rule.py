"""When a suspended post resumes, its embassy and the post itself learn from which day on."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, embassy_and_post
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.post import PostResumed


def audience(event: PostResumed) -> tuple[Addressee, ...]:
    return embassy_and_post(event.post, event.post)


async def context(event: PostResumed, _: Addressee, look: Look) -> Context:
    post = await look.post(event.post)
    return {"post": post["name"], "country_code": post["country"], "resumed_on": event.resumed_on}


RULE = Rule("post_resumed", (PostResumed,), audience, context, treatment=Treatment("network", digestible=True))
