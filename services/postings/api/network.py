"""The network on a day, over HTTP: who holds each position, and which positions are vacant."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request

from services.postings.api.readers import READERS
from services.postings.views import holders, vacancies
from services.postings.views.coverage import within
from services.postings.views.posts import POSTS
from shared.clock import now
from shared.eventing.views import Views
from shared.http.identity import allow
from shared.http.reading import Page, Read
from shared.http.types import Id

router = APIRouter(tags=["network"], dependencies=[allow(*READERS)])


@router.get("/holders")
async def list_holders(request: Request, read: Read, on: date | None = None, post: Id | None = None) -> Page:
    """Every position with its holder on a day (today in UTC where none is given) and those planned to hold it then.

    `suspension` says what was decided of the people where the post is suspended on that day.
    """
    page, day = await read.page(holders.HOLDERS, _at(post)), on or now().date()
    away = await _suspended(request, {item["post"] for item in page.items}, day)
    found = [holders.on_day(item, day) | {"suspension": away.get(item["post"])} for item in page.items]
    return page.model_copy(update={"items": found})


@router.get("/vacancies")
async def list_vacancies(request: Request, read: Read, on: date | None = None, post: Id | None = None) -> Page:
    """The positions of open posts that nobody holds on a day; a page can be short, or empty, while `next` leads on."""
    page = await read.page(vacancies.VACANCIES, _at(post))
    day = on or now().date()
    closed = await _closed(request, {item["post"] for item in page.items}, day)
    found = [vacancies.on_day(item, day) for item in page.items if item["post"] not in closed]
    return page.model_copy(update={"items": [vacancy for vacancy in found if vacancy]})


async def _closed(request: Request, posts: set[str], day: date) -> set[str]:
    """Which of these posts have closed before this day."""
    views: Views = request.app.state.views
    wanted = {"_id": {"$in": sorted(posts)}, "closed_on": {"$lt": day.isoformat()}}
    return {post["id"] for post in await views.find(POSTS, wanted, limit=max(1, len(posts)))}


async def _suspended(request: Request, posts: set[str], day: date) -> dict[str, dict[str, Any]]:
    """What was said of the suspension of those of these posts that are suspended on this day."""
    views: Views = request.app.state.views
    wanted = {"_id": {"$in": sorted(posts)}, "suspended": {"$ne": []}}
    found = await views.find(POSTS, wanted, limit=max(1, len(posts)))
    return {post["id"]: spell for post in found for spell in post.get("suspended", ()) if within(spell, day)}


def _at(post: str | None) -> Mapping[str, Any]:
    """Positions of this post, or of any; one whose creation has not arrived yet has none."""
    return {"post": post if post else {"$ne": None}}
