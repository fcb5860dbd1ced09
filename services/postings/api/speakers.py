"""Whoever calls, as the rules on who may say and read what know them."""

from typing import Any, Protocol, TypeVar

from fastapi import Request

from services.postings.domain.handling import Speaker
from shared.eventing.decider import Decider
from shared.eventing.store import Store
from shared.http.identity import Caller
from shared.http.problems import Problem


class Kept(Protocol):
    """What a post looks after, or none as long as nothing is known of it."""

    @property
    def post(self) -> str | None: ...


K = TypeVar("K", bound=Kept)


def speaker(caller: Caller) -> Speaker:
    """The caller of a route."""
    return Speaker(caller.subject, caller.role, caller.post, caller.directorate)


def own_side(caller: Caller, post: str | None = None) -> dict[str, Any]:
    """The condition under which a list shows a post or a directorate its own things only; `post` narrows it.

    Raises Problem 403 where a post asks for another one's.
    """
    found = {"post": reach(caller, post), "directorate": caller.directorate}
    return {name: value for name, value in found.items() if value is not None}


def own_post(caller: Caller, post: str | None) -> None:
    """Raises Problem 403 where a post reaches for what is another's, or no post's."""
    if caller.post is not None and caller.post != post:
        raise Problem(403, "forbidden", f"this belongs to {post or 'no post'}; the token is for post {caller.post}")


async def own(request: Request, caller: Caller, decider: Decider[K, Any, Any], id: str) -> None:
    """Raises Problem 403 where it is another post's; that there is none, the decider says."""
    store: Store = request.app.state.store
    state, _ = await store.load(decider, id)
    if state.post is not None:
        own_post(caller, state.post)


def reach(caller: Caller, post: str | None) -> str | None:
    """The post to which a list is narrowed: a post's own. Raises Problem 403 where it asks for another's."""
    if post is not None:
        own_post(caller, post)
    return caller.post or post


def own_thing(caller: Caller, thing: dict[str, Any]) -> None:
    """Raises Problem 403 where a post or a directorate reaches for a document of others."""
    if any(thing.get(name) != value for name, value in own_side(caller).items()):
        raise Problem(403, "forbidden", f"this is of {thing['post']}, not of the caller's {caller.role}")
