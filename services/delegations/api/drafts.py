"""The drafts of a day's timetable: all of them in short, each whole, and two compared."""

from typing import Annotated, Any

from fastapi import APIRouter, Request

from services.delegations.api.access import known_day, own_post
from services.delegations.domain.day import DAY
from services.delegations.domain.kept_drafts import misfits
from services.delegations.views.days import DAYS
from services.delegations.views.draft_comparison import compared
from services.delegations.views.timetables import TIMETABLES, draft_id, listed, whole
from shared.eventing.view import Document
from shared.eventing.views import Views
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Read
from shared.http.types import Id

router = APIRouter(prefix="/days/{day}/timetables", tags=["timetable"])

Staff = Annotated[Caller, allow("hq", "partnerships", "post")]


@router.get("")
async def list_drafts(day: Id, caller: Staff, read: Read) -> dict[str, Any]:
    """Every draft of the day, the first one first, in short.

    `status` is drafted, outdated, reviewed, published or frozen. `held` and `unserved` count meetings. `weight` is that
    of the chosen requests, `weight_bound` what no choice exceeds, `gap` the part, 0 to 1, that a better choice could
    add at most. `breaks` counts the runs of idle slots between two meetings of somebody, over all participants,
    `bound` is the least that any timetable of the same meetings has: where both are equal, it is proven best. `waits`
    counts the slots of these runs in which whoever waits is there.
    `table_changes` counts how often anybody goes to another table for its next meeting. `rules` are those it was solved
    under, none where every request had to be held; their `order` says what counted most.
    """
    found = await _day(day, caller, read)
    return {"items": [listed(found, id) for id in found.get("drafts", {})]}


@router.get("/{timetable}")
async def get_draft(request: Request, day: Id, timetable: Id, caller: Staff, read: Read) -> dict[str, Any]:
    """One draft, whole: the list's fields, and the following.

    `meetings` has parties, slot (from 0) and table (from 1). `unserved_requests` has the `reason` of each request that
    is not held, in words what it `says`, and `of` whom or what. `participants` has what each `asked` for or was asked
    for, what is `held` of that, its `weight`, `breaks`, `waits` and `table_changes`, and the number of meetings that is
    its `share`. `misfits` says why it cannot be reviewed now, and is empty where it can.
    """
    found = await _day(day, caller, read)
    draft = whole(found, await _draft(request, found, timetable))
    known = await known_day(request, caller, day)
    return {**draft, "misfits": misfits(known, known.drafts[timetable])}


@router.get("/{timetable}/comparison")
async def compare_drafts(
    request: Request, day: Id, timetable: Id, other: Id, caller: Staff, read: Read
) -> dict[str, Any]:
    """What differs between two drafts, `first` in the path and `second` the `other`.

    `only_first` and `only_second` are the meetings that only one of them holds; `moved` have another slot, `reseated`
    only another table. `participants` has the same and the figures of both for each participant that is concerned.
    """
    found = await _day(day, caller, read)
    first, second = await _draft(request, found, timetable), await _draft(request, found, other)
    return compared(found, first, second)


async def _day(day: str, caller: Caller, read: Read) -> Document:
    found = await read.one(DAYS, day, stream=DAY.stream(day))
    own_post(caller, found["post"])
    return found


async def _draft(request: Request, day: Document, timetable: str) -> Document:
    """Raises Problem 404 where the day, as it is shown, has no such draft; what it shows, this view has too."""
    views: Views = request.app.state.views
    draft = await views.get(TIMETABLES, draft_id(day["id"], timetable)) if timetable in day.get("drafts", {}) else None
    if draft is None:
        raise Problem(404, "timetable-unknown", f"there is no timetable {timetable} of day {day['id']}")
    return draft
