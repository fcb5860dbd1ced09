"""What a suspended post has open goes to the post that was named for it, on the day on which the suspension begins."""

from datetime import datetime

from services.postings.domain.information_commands import Transfer
from services.postings.domain.information_request import INFORMATION_REQUEST
from services.postings.domain.post import POST
from services.postings.views.information_requests import INFORMATION_REQUESTS
from services.postings.views.posts import POSTS
from shared.eventing.store import Store, Task
from shared.eventing.views import Views
from shared.rounds import Rounds, by

PAUSE = 5.0  # seconds between two looks


def suspended_posts(store: Store, views: Views) -> Rounds:
    """Also what comes in while it is suspended; where no post is named, or that is not open any more, it stays."""
    name = "suspended-posts"

    async def look(at: datetime) -> None:
        begun = {"suspension.suspended_on": {"$lte": at.date().isoformat()}, "suspension.work_to": {"$ne": None}}
        async for post in views.each(POSTS, begun):
            await pass_on(post["id"], post["suspension"]["work_to"], at)

    async def pass_on(post: str, to: str, at: datetime) -> None:
        other, _ = await store.load(POST, to)
        if not other.is_open:
            return
        async for request in views.each(INFORMATION_REQUESTS, {"post": post, "open": True}):
            command = Transfer(request["id"], to, at, post_open=True, former=post)
            await store.execute(Task(INFORMATION_REQUEST, request["id"], command), origin=by(name))

    return Rounds(name, look, PAUSE)
