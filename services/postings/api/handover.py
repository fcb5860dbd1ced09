"""What a post has in hand, over HTTP: the list that whoever leaves goes through with whoever comes."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel

from services.postings.api.speakers import own_post
from services.postings.domain.post import POST
from services.postings.views.contacts import CONTACTS
from services.postings.views.information_requests import INFORMATION_REQUESTS
from shared.eventing.decider import Refused
from shared.eventing.store import Store
from shared.eventing.view import View
from shared.eventing.views import Views
from shared.http.identity import Caller, allow
from shared.http.types import Id

router = APIRouter(tags=["network"])

MOST = 500  # of each kind; what is beyond is in the lists themselves


class Handover(BaseModel):
    """The open requests for information by their deadlines, and the contacts; `whole` says whether that is all."""

    post: str
    posting: str | None
    information_requests: list[dict[str, Any]]
    contacts: list[dict[str, Any]]
    whole: bool


@router.get("/posts/{post}/handover")
async def get_handover(
    request: Request, post: Id, caller: Annotated[Caller, allow("hq", "post")], posting: Id | None = None
) -> Handover:
    """What a post has in hand, all of it or what this posting has in charge."""
    store: Store = request.app.state.store
    known, _ = await store.load(POST, post)
    if known.opened is None:
        raise Refused("post-unknown", f"there is no post {post}")
    own_post(caller, post)
    charge = {"posting": posting} if posting else {}
    kept = {"keeper": posting} if posting else {}
    requests = await _some(request, INFORMATION_REQUESTS, {"post": post, "open": True, **charge}, "due_at")
    contacts = await _some(request, CONTACTS, {"post": post, "active": True, **kept}, "remind_on")
    whole = max(len(requests), len(contacts)) <= MOST
    return Handover(
        post=post, posting=posting, information_requests=requests[:MOST], contacts=contacts[:MOST], whole=whole
    )


async def _some(request: Request, view: View, wanted: dict[str, Any], by: str) -> list[dict[str, Any]]:
    views: Views = request.app.state.views
    return await views.find(view, wanted, sort=(by, "_id"), limit=MOST + 1)
