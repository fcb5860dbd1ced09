"""When a post is suspended, its embassy, the post itself and the one that takes over learn what becomes of it."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient, embassy_and_post
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.post import PostSuspended


def audience(event: PostSuspended) -> tuple[Addressee, ...]:
    other = (Addressee(Recipient("post", event.work_to), event.post),) if event.work_to else ()
    return (*embassy_and_post(event.post, event.post), *other)


async def context(event: PostSuspended, _: Addressee, look: Look) -> Context:
    post = await look.post(event.post)
    return {
        "post": post["name"],
        "country_code": post["country"],
        "suspended_on": event.suspended_on,
        "recalled": event.people == "recalled",
        "work_to": (await look.post(event.work_to))["name"] if event.work_to else None,
    }


RULE = Rule("post_suspended", (PostSuspended,), audience, context, treatment=Treatment("network"))
