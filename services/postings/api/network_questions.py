"""Questions about the network over HTTP: what will be vacant, who stays without posting, what is covered, what was."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from services.postings.api.readers import READERS, discreet
from services.postings.domain.post import POST
from services.postings.domain.tour import tour_end
from services.postings.views import coverage, holders, officers, vacancies
from services.postings.views.post_facts import POST_FACTS
from services.postings.views.posts import POSTS
from shared.clock import now
from shared.eventing.decider import Refused
from shared.eventing.store import Store
from shared.eventing.views import Views
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Page, Read
from shared.http.types import Id

router = APIRouter(tags=["network"], dependencies=[allow(*READERS)])

Reader = Annotated[Caller, allow(*READERS)]
AT_ONCE = 500
Months = Annotated[int, Query(ge=1, le=60)]


@router.get("/vacancies/forecast")
async def forecast_vacancies(request: Request, read: Read, months: Months = 24, post: Id | None = None) -> Page:
    """The spells, from today on, in which nobody is expected to hold a position; derived from postings alone.

    A position that is always held has no item, so a page can be short, or empty, while `next` leads on.
    """
    first = now().date()
    last = tour_end(first, months)
    page = await read.page(vacancies.VACANCIES, {"post": post if post else {"$ne": None}})
    views: Views = request.app.state.views
    wanted = {"_id": {"$in": sorted({item["post"] for item in page.items})}, "closed_on": {"$ne": None}}
    closing = {
        one["id"]: date.fromisoformat(one["closed_on"]) for one in await views.find(POSTS, wanted, limit=AT_ONCE)
    }
    found = [(item, vacancies.forecast(item, first, min(last, closing.get(item["post"], last)))) for item in page.items]
    return page.model_copy(update={"items": [vacancies.about(item) | {"vacant": free} for item, free in found if free]})


@router.get("/seams")
async def list_seams(read: Read, post: Id | None = None) -> Page:
    """Where a tenure follows another with a gap or an overlap, and whether the overlap was declared."""
    page = await read.page(holders.HOLDERS, {"post": post if post else {"$ne": None}})
    today = now().date()
    found = [
        {"position": item["id"], "post": item["post"], **seam}
        for item in page.items
        for seam in holders.seams(item, today)
    ]
    return page.model_copy(update={"items": found})


@router.get("/without-next-posting")
async def list_without_next_posting(read: Read, months: Months = 12) -> Page:
    """The officers whose tenure is expected to end within so many months, and for whom no other is approved.

    Whoever is expected to leave first stands in front.
    """
    horizon = tour_end(now().date(), months).isoformat()
    page = await read.page(officers.OFFICERS, {"next": None, "runs_until": {"$lte": horizon}}, by="runs_until")
    shown = [{"officer": item["officer"], "runs_until": item["runs_until"]} for item in page.items]
    return page.model_copy(update={"items": shown})


@router.get("/coverage")
async def get_coverage(request: Request, on: date | None = None) -> dict[str, Any]:
    """Every country with its coverage on a day (today where none is given), as a GeoJSON FeatureCollection."""
    views: Views = request.app.state.views
    return coverage.collection([post async for post in views.each(POSTS, {})], on or now().date())


@router.get("/officers/{officer}/history")
async def get_officer_history(request: Request, officer: Id, caller: Reader) -> dict[str, Any]:
    """All postings of an officer, the first one first."""
    views: Views = request.app.state.views
    if (found := await views.get(officers.OFFICERS, officer)) is None:  # told by many streams: nothing to wait for
        raise Problem(404, "not-found", f"there is no {officer} in {officers.OFFICERS.name}")
    return {"officer": officer, "postings": [discreet(caller, one, "reason") for one in officers.history(found)]}


@router.get("/posts/{post}/history")
async def get_post_history(request: Request, post: Id, caller: Reader, read: Read) -> Page:
    """Everything that has happened at a post, by day; positions, whose creation has no day, stand first."""
    store: Store = request.app.state.store
    known, _ = await store.load(POST, post)
    if known.opened is None:
        raise Refused("post-unknown", f"there is no post {post}")
    page = await read.page(POST_FACTS, {"post": post})
    return page.model_copy(update={"items": [discreet(caller, fact, "reason") for fact in page.items]})
