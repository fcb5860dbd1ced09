"""Threat notices to read: what is in force, who has read it and who has not, and which alerts nobody has read."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request

from services.postings.domain.notice import NOTICE
from services.postings.views.notice_readers import NOTICE_READERS, shown
from services.postings.views.notices import NOTICES
from shared.eventing.view import Document
from shared.eventing.views import Views
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Page, Read
from shared.http.types import Country, Id

router = APIRouter(tags=["notices"])

Reader = Annotated[Caller, allow("hq", "directorate", "post", "embassy", "auditor")]
Status = Literal["draft", "discarded", "issued", "withdrawn", "expired"]
ALL = 5000  # readers of one notice


@router.get("/notices")
async def list_notices(
    caller: Reader,
    read: Read,
    status: Status | None = None,
    country: Country | None = None,
    priority: Annotated[Id | None, Query(description="a priority for action")] = None,
) -> Page:
    """The notices; posts see those that are theirs or not restricted, embassies the latter, neither sees drafts.

    Whom each was for, and who has read it, the notice shows itself.
    """
    wanted = {"status": status, "issued.content.countries": country, "issued.content.priority": priority}
    given = {name: value for name, value in wanted.items() if value is not None}
    page = await read.page(NOTICES, given | _allowed(caller), without=("issued.addressees",))
    return page.model_copy(update={"items": [_for(caller, one) for one in page.items]})


@router.get("/notices/{notice}")
async def get_notice(notice: Id, request: Request, caller: Reader, read: Read) -> dict[str, Any]:
    """One notice with its `readers`: who has read the edition in force, who has not, and since when it waits."""
    found = await read.one(NOTICES, notice, stream=NOTICE.stream(notice))
    views: Views = request.app.state.views
    if not await views.find(NOTICES, {"_id": notice, **_allowed(caller)}, limit=1):
        raise Problem(404, "not-found", f"there is no {notice} in {NOTICES.name}")
    readers = await views.find(NOTICE_READERS, {"notice": notice}, limit=ALL)
    return _for(caller, found) | {"readers": [shown(one) for one in readers]}


@router.get("/unread-alerts", dependencies=[allow("hq", "directorate", "auditor")])
async def list_unread_alerts(read: Read, level: Annotated[int | None, Query(ge=1, le=4)] = None) -> Page:
    """What is in force and not acknowledged: by whom not, since when, and who was told in its place."""
    page = await read.page(NOTICE_READERS, {"unread": True} | ({"level": level} if level is not None else {}))
    return page.model_copy(update={"items": [shown(one) for one in page.items]})


def _allowed(caller: Caller) -> Document:
    open_to_all = {"issued.content.marking": {"$ne": "restricted"}}
    match caller.role:
        case "post":
            return {"issued": {"$ne": None}, "$or": [open_to_all, {"posts": caller.post}]}
        case "embassy":
            return {"issued": {"$ne": None}, **open_to_all}
    return {}


def _for(caller: Caller, notice: Document) -> Document:
    """A draft is for those who write it."""
    return notice | ({"draft": None} if caller.role in ("post", "embassy") else {})
