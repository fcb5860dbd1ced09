"""Who speaks for which desk about a request for assistance, and what each may see of them."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from services.delegations.domain.assistance import ASSISTANCE
from services.delegations.views.coverage import COVERAGE
from shared.contracts.delegations.assistance import Desk
from shared.eventing.decider import Refused
from shared.eventing.store import Store
from shared.eventing.views import Views
from shared.http.identity import Caller
from shared.http.problems import Problem


def spoken_by(caller: Caller) -> Desk | None:
    """The desk for which a post or a partner speaks; the offices at home may act for any, which is None."""
    if caller.post is not None:
        return Desk(kind="post", id=caller.post)
    return None if caller.partner is None else Desk(kind="partner", id=caller.partner)


def at_desk(caller: Caller) -> dict[str, Any]:
    """What narrows a list to what is in the caller's hands, nothing where the caller sees all."""
    desk = spoken_by(caller)
    return {} if desk is None else {"desk.kind": desk.kind, "desk.id": desk.id}


def own_request(caller: Caller, shown: Mapping[str, Any]) -> None:
    """Raises Problem 403 where a request is another company's, or in the hands of another desk."""
    desk = spoken_by(caller)
    if caller.company not in (None, shown["company"]) or (desk is not None and shown["desk"] != desk.model_dump()):
        raise Problem(403, "forbidden", "the request is another company's, or in the hands of another desk")


async def known_post(request: Request, post: str) -> None:
    """Raises Problem 404 where no such post has opened, as far as this service has heard, 409 where it is suspended."""
    views: Views = request.app.state.views
    found = await views.get(COVERAGE, post)
    if found is None or found["country"] is None or found["closed"]:
        raise Refused("post-unknown", f"there is no open post {post}")
    if suspension := found.get("suspension"):
        raise Refused("post-suspended", f"post {post} is suspended since {suspension['since']}")


async def known_posting(request: Request, id: str, posting: str) -> None:
    """Raises Problem 404 where nobody serves under this posting at the post that has the request."""
    store: Store = request.app.state.store
    views: Views = request.app.state.views
    case, _ = await store.load(ASSISTANCE, id)
    if case.requested is None:
        raise Refused("assistance-unknown", f"there is no request {id}")
    found = await views.get(COVERAGE, case.desk.id) if case.desk and case.desk.kind == "post" else None
    tenure = found["tenures"].get(posting) if found else None
    if tenure is None or tenure["ended"]:
        raise Refused("posting-unknown", f"nobody serves under posting {posting} where the request is")
