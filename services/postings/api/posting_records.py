"""Tenures of the past over HTTP: what began before it could be proposed is recorded as it was, and tells nobody."""

from datetime import date

from fastapi import APIRouter, Request

from services.postings.api.bodies import Body
from services.postings.domain import succession
from services.postings.domain.position import POSITION
from services.postings.domain.post import POST
from services.postings.domain.post_running import Post
from services.postings.domain.posting_record import Record
from shared.clock import now
from shared.contracts.postings.fact import CurtailmentReason
from shared.eventing.records import Register
from shared.eventing.store import Store, Task
from shared.http.commands import Receipt, Write
from shared.http.identity import allow
from shared.http.types import Id

router = APIRouter(prefix="/postings", tags=["postings"])


class PastTenure(Body):
    """The officer holds the position since `started_on`, or did so through `ended_on`.

    `ends_on` is the estimated last day; where nobody says it, it follows from the position's tour. Through
    `overlap_until` whoever held the position stayed to hand over.
    """

    posting: Id
    position: Id
    officer: Id
    started_on: date
    arrived_on: date | None = None
    ends_on: date | None = None
    ended_on: date | None = None
    curtailment: CurtailmentReason | None = None
    overlap_until: date | None = None


@router.post("/record", status_code=201, dependencies=[allow("hq")])
async def record_tenure(request: Request, body: PastTenure, write: Write) -> Receipt:
    """Record a tenure that has begun, and is over or goes on; the same again changes nothing.

    Whoever held the position when one that goes on began is recorded to have left then.
    """
    people: Register = request.app.state.people
    store: Store = request.app.state.store
    position, _ = await store.load(POSITION, body.position)
    post, _ = await store.load(POST, position.created.post) if position.created else (Post(), 0)
    command = Record(
        **body.model_dump(),
        today=now().date(),
        post=position.created.post if position.created else None,
        officer_known=await people.get(body.officer) is not None,
        post_opened_on=post.opened.opened_on if post.opened else None,
        post_until=post.closed_on,
        tour_months=position.tour_months,
    )
    first, *more = succession.recorded(command, position, in_turn=True)
    return await write(Task(*first), *(Task(*step) for step in more))
