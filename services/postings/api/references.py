"""What a command of cooperation rests on: posts, people and priorities that must exist."""

from collections.abc import Sequence

from fastapi import Request

from services.postings.domain.post import POST
from services.postings.domain.post_running import Post, Standing
from services.postings.domain.priority import PRIORITY, linkable
from shared.eventing.decider import Refused
from shared.eventing.records import Register
from shared.eventing.store import Store
from shared.http.identity import Role

READERS: tuple[Role, ...] = ("hq", "directorate", "post", "auditor")


async def open_post(request: Request, post: str) -> None:
    """Raises Problem 404 where no such post is open."""
    store: Store = request.app.state.store
    known, _ = await store.load(POST, post)
    if not known.is_open:
        raise Refused("post-unknown", f"no post {post} is open")


async def known_person(request: Request, person: str) -> None:
    """Raises Problem 404 where there is no record of the person."""
    people: Register = request.app.state.people
    if await people.get(person) is None:
        raise Refused("person-unknown", f"there is no person {person}; put the record first")


async def known_priority(
    request: Request, priority: str | None, countries: Sequence[str], year: int | None = None
) -> None:
    """Raises Problem 404 where there is no such priority, 409 where it is closed or for other countries or years.

    Without countries any will do, as for what is said among member states about others.
    """
    if priority is not None:
        store: Store = request.app.state.store
        state, _ = await store.load(PRIORITY, priority)
        linkable(state, priority, countries, year)


def covered(post: Post) -> tuple[str, ...]:
    """The country in which the post resides and those that accredit it; none where it has not opened."""
    granted = (country for country, said in post.accredited.items() if said.standing is Standing.GRANTED)
    return (post.opened.country, *granted) if post.opened else ()
