"""The posts: one document per post, with what was said when it opened."""

from collections.abc import Iterable

from shared.contracts.postings import PostOpened
from shared.eventing.view import Document, View


def keys(event: PostOpened) -> Iterable[str]:
    return [event.post]


def evolve(document: Document | None, event: PostOpened) -> Document:
    return (document or {}) | event.model_dump(mode="json", exclude={"type"})


POSTS = View("posts", (PostOpened,), keys, evolve, indexes=(("country",),))
