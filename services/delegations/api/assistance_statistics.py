"""The figures of export assistance, by market, sector and desk."""

from typing import Annotated

from fastapi import APIRouter

from services.delegations.api.access import own_post
from services.delegations.api.desks import at_desk
from services.delegations.domain.labels import category_key
from services.delegations.views.assistance_statistics import ASSISTANCE_STATISTICS
from shared.http.identity import Caller, allow
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/assistance-statistics", tags=["export assistance"])

Reader = Annotated[Caller, allow("hq", "partnerships", "post", "partner", "auditor")]


@router.get("")
async def list_figures(
    caller: Reader, read: Read, market: Country | None = None, sector: Text | None = None, post: Id | None = None
) -> Page:
    """How many requests came first to each desk, were taken over, escalated and answered there, and what was won.

    `amount` is in euros, of wins signed off. Posts and partners see their own.
    """
    if post:
        own_post(caller, post)
    wanted = {"market": market, "sector": sector and category_key(sector)}
    of = {"desk.kind": "post", "desk.id": post} if post else {}
    given = {name: value for name, value in wanted.items() if value is not None}
    return await read.page(ASSISTANCE_STATISTICS, given | of | at_desk(caller))
