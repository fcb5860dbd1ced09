"""The posts: one document per post, with what was said when it opened, and its last day once it closes."""

from collections.abc import Iterable

from shared.contracts.postings.post import PostClosed, PostEvent, PostOpened
from shared.eventing.view import Document, View


def keys(event: PostEvent) -> Iterable[str]:
    return [event.post]


def evolve(document: Document | None, event: PostEvent) -> Document:
    post = document or {"closed_on": None}
    match event:
        case PostOpened():
            return post | event.model_dump(mode="json", exclude={"type"})
        case PostClosed(closed_on=day):
            return post | {"closed_on": day.isoformat()}


POSTS = View("posts", (PostOpened, PostClosed), keys, evolve, indexes=(("country",),))
