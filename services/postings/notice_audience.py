"""Whom a notice is for at this moment: the open posts and the mailboxes in use, as the views know them."""

from collections.abc import Iterable
from datetime import date

from services.postings.domain.audience import Box, Station, audience
from services.postings.views.mailboxes import MAILBOXES
from services.postings.views.posts import POSTS
from shared.contracts.postings.notice import NoticeAddressee, NoticeContent
from shared.eventing.views import Views

ALL = 10_000  # of posts and of mailboxes; the house has some hundreds


async def addressees(
    views: Views, content: NoticeContent, before: Iterable[NoticeAddressee], today: date
) -> tuple[NoticeAddressee, ...]:
    """The audience of this content, and whoever was told `before`; a post that is to close is told to its last day."""
    running = {"$or": [{"closed_on": None}, {"closed_on": {"$gte": today.isoformat()}}]}
    stations = [
        Station(post["id"], post["country"], tuple(post["accredited"]))
        for post in await views.find(POSTS, {"country": {"$exists": True}, **running}, limit=ALL)
    ]
    boxes = [
        Box(box["id"], box["kind"], box["post"], tuple(box["themes"]))
        for box in await views.find(MAILBOXES, {"closed": False}, limit=ALL)
    ]
    return audience(content, stations, boxes, before)
