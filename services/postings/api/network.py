"""The network on a day, over HTTP: who holds each position, and which positions are vacant."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter

from services.postings.api.readers import READERS
from services.postings.views import holders, vacancies
from shared.clock import now
from shared.http.identity import allow
from shared.http.reading import Page, Read
from shared.http.types import Id

router = APIRouter(tags=["network"], dependencies=[allow(*READERS)])


@router.get("/holders")
async def list_holders(read: Read, on: date | None = None, post: Id | None = None) -> Page:
    """Every position with its holder on a day (today in UTC where none is given) and those planned to hold it then."""
    page = await read.page(holders.HOLDERS, _at(post))
    return page.model_copy(update={"items": [holders.on_day(item, on or now().date()) for item in page.items]})


@router.get("/vacancies")
async def list_vacancies(read: Read, on: date | None = None, post: Id | None = None) -> Page:
    """The positions that nobody holds on a day; a page can be short, or empty, while `next` leads on."""
    page = await read.page(vacancies.VACANCIES, _at(post))
    found = [vacancies.on_day(item, on or now().date()) for item in page.items]
    return page.model_copy(update={"items": [vacancy for vacancy in found if vacancy]})


def _at(post: str | None) -> Mapping[str, Any]:
    """Positions of this post, or of any; one whose creation has not arrived yet has none."""
    return {"post": post if post else {"$ne": None}}
