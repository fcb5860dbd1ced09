"""What a post has in hand, over HTTP: the list that whoever leaves goes through with whoever comes."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel

from services.postings.api.references import covered
from services.postings.api.speakers import own_post
from services.postings.domain.post import POST
from services.postings.views.agreements import AGREEMENTS
from services.postings.views.charges import CHARGES
from services.postings.views.contacts import CONTACTS
from services.postings.views.eu_projects import EU_PROJECTS
from services.postings.views.high_level_visits import HIGH_LEVEL_VISITS
from services.postings.views.holders import HOLDERS, on_day, seams
from services.postings.views.information_requests import INFORMATION_REQUESTS
from services.postings.views.posts import POSTS
from services.postings.views.technical_actions import TECHNICAL_ACTIONS
from shared.clock import now
from shared.eventing.decider import Refused
from shared.eventing.store import Store
from shared.eventing.view import View
from shared.eventing.views import Views
from shared.http.identity import Caller, allow
from shared.http.types import Id

router = APIRouter(tags=["network"])

MOST = 500  # of each kind; what is beyond is in the lists themselves
Wanted = dict[str, Any]
GOING_ON: tuple[tuple[str, str, View, Wanted], ...] = (
    (
        "technical_actions",
        "technical-action",
        TECHNICAL_ACTIONS,
        {"status": {"$in": ["requested", "planned", "approved", "completed"]}},
    ),
    ("agreements", "agreement", AGREEMENTS, {"status": {"$ne": "ended"}}),
    (
        "high_level_visits",
        "high-level-visit",
        HIGH_LEVEL_VISITS,
        {"$or": [{"status": "planned"}, {"open": {"$gt": 0}}]},
    ),
    ("eu_projects", "eu-project", EU_PROJECTS, {"status": {"$nin": ["rejected", "closed"]}}),
)


class Handover(BaseModel):
    """The open requests for information by their deadlines, the contacts, and the work that goes on.

    `charges` say who has which of that work in charge, `people` who holds a position of the post today, and `seams`
    where a comer leaves a gap or overlaps. Of a post that is suspended, `suspension` says what becomes of it;
    `taken_over` are the suspended posts whose work comes here. `whole` says whether the lists have everything.
    """

    post: str
    posting: str | None
    suspension: dict[str, Any] | None
    taken_over: list[str]
    charges: list[dict[str, Any]]
    people: list[dict[str, Any]]
    seams: list[dict[str, Any]]
    information_requests: list[dict[str, Any]]
    contacts: list[dict[str, Any]]
    technical_actions: list[dict[str, Any]]
    agreements: list[dict[str, Any]]
    high_level_visits: list[dict[str, Any]]
    eu_projects: list[dict[str, Any]]
    whole: bool


@router.get("/posts/{post}/handover")
async def get_handover(
    request: Request, post: Id, caller: Annotated[Caller, allow("hq", "post")], posting: Id | None = None
) -> Handover:
    """What a post has in hand, all of it or what this posting has in charge."""
    store: Store = request.app.state.store
    views: Views = request.app.state.views
    known, _ = await store.load(POST, post)
    if known.opened is None:
        raise Refused("post-unknown", f"there is no post {post}")
    own_post(caller, post)
    charge = {"posting": posting} if posting else {}
    kept = {"keeper": posting} if posting else {}
    lists = {
        "information_requests": await _some(
            views, INFORMATION_REQUESTS, {"post": post, "open": True, **charge}, "due_at"
        ),
        "contacts": await _some(views, CONTACTS, {"post": post, "active": True, **kept}, "remind_on"),
    }
    charges = await views.find(CHARGES, {"posting": posting or {"$ne": None}, "post": post}, limit=MOST + 1)
    lists["charges"] = charges
    for name, kind, view, going_on in GOING_ON:
        own: Wanted = {"countries": {"$in": covered(known)}} if view is EU_PROJECTS else {"post": post}
        mine = {"_id": {"$in": [one["work"] for one in charges if one["kind"] == kind]}} if posting else own
        lists[name] = await _some(views, view, mine | going_on, "_id")
    shown = await views.get(POSTS, post) or {}
    return Handover(
        post=post,
        posting=posting,
        suspension=shown.get("suspension"),
        taken_over=[one["id"] for one in await views.find(POSTS, {"suspension.work_to": post}, limit=MOST)],
        **await _people(views, post, posting),
        **{name: found[:MOST] for name, found in lists.items()},
        whole=max(map(len, lists.values())) <= MOST,
    )


async def _some(views: Views, view: View, wanted: Wanted, by: str) -> list[dict[str, Any]]:
    sort = (by,) if by == "_id" else (by, "_id")
    return await views.find(view, wanted, sort=sort, limit=MOST + 1)


async def _people(views: Views, post: str, posting: str | None) -> dict[str, list[dict[str, Any]]]:
    today = now().date()
    positions = await views.find(HOLDERS, {"post": post}, limit=MOST)
    held = [(one["id"], on_day(one, today)["holder"]) for one in positions]
    turns = [{"position": one["id"], **seam} for one in positions for seam in seams(one, today)]
    mine = [one for one in turns if posting in (None, one["leaver"], one["comer"])]
    return {"people": [{"position": id, **holder} for id, holder in held if holder], "seams": mine}
