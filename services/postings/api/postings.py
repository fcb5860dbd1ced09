"""Postings over HTTP: headquarters proposes, starts and ends them; each directorate approves or refuses for itself."""

from datetime import date
from typing import Annotated, Any, Self, cast

from fastapi import APIRouter, Request
from pydantic import model_validator

from services.postings.api.bodies import Body
from services.postings.api.readers import READERS, discreet
from services.postings.domain import succession
from services.postings.domain.headship import HEADSHIP
from services.postings.domain.position import POSITION
from services.postings.domain.post import POST
from services.postings.domain.post_running import Post
from services.postings.domain.posting import POSTING, Curtail, End
from services.postings.domain.posting_proposal import Approve, Propose, Refuse
from services.postings.domain.posting_state import Status, proposal
from services.postings.views.postings import POSTINGS
from shared.clock import now
from shared.contracts.postings.fact import CurtailmentReason, Directorate
from shared.eventing.records import Register
from shared.eventing.store import Store, Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.reading import Page, Read
from shared.http.types import Id, Text

router = APIRouter(prefix="/postings", tags=["postings"])

Headquarters = Annotated[Caller, allow("hq")]
Reader = Annotated[Caller, allow(*READERS)]
DirectorateCaller = Annotated[Caller, allow("directorate")]
WHY = ("curtailment", "withdrawal", "reason")


class Proposal(Body):
    """The officer is to hold the position from `starts_on` to the estimated `ends_on`, both included.

    The offer is good through `expires_on`, for ever where that is absent.
    """

    posting: Id
    position: Id
    officer: Id
    starts_on: date
    ends_on: date
    expires_on: date | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError(f"ends_on {self.ends_on} lies before starts_on {self.starts_on}")
        return self


class Approval(Body):
    """`on_behalf_of` names the other directorate for whose officers the position is."""

    on_behalf_of: Text | None = None


class Refusal(Body):
    reason: Text


class Beginning(Body):
    """Through `overlap_until` whoever held the position, or headed the post, stays to hand over; otherwise through the
    day before.
    """

    started_on: date
    overlap_until: date | None = None


class Ending(Body):
    ended_on: date


class Curtailment(Body):
    last_day: date
    reason: CurtailmentReason


@router.post("", status_code=201)
async def propose_posting(request: Request, caller: Headquarters, body: Proposal, write: Write) -> Receipt:
    """Propose an officer for a position; the same proposal again changes nothing."""
    people: Register = request.app.state.people
    store = _store(request)
    position, _ = await store.load(POSITION, body.position)
    post, _ = await store.load(POST, position.created.post) if position.created else (Post(), 0)
    command = Propose(
        **body.model_dump(),
        officer_known=await people.get(body.officer) is not None,
        by=caller.subject,
        at=now(),
        **succession.offered(position, post),
    )
    return await write(Task(POSTING, body.posting, command))


@router.post("/{posting}/approve")
async def approve_posting(
    caller: DirectorateCaller, posting: Id, write: Write, body: Approval | None = None
) -> Receipt:
    """Approve for the caller's own directorate, not after the first day; the posting is approved when both have.

    Nobody approves what they have proposed, a posting of their own, or for both directorates.
    """
    other = body.on_behalf_of if body else None
    return await write(Task(POSTING, posting, Approve(_directorate(caller), caller.subject, now(), other)))


@router.post("/{posting}/refuse")
async def refuse_posting(caller: DirectorateCaller, posting: Id, body: Refusal, write: Write) -> Receipt:
    """Refuse for the caller's own directorate, which is final."""
    return await write(Task(POSTING, posting, Refuse(_directorate(caller), body.reason)))


@router.post("/{posting}/start", dependencies=[allow("hq")])
async def start_posting(request: Request, posting: Id, body: Beginning, write: Write) -> Receipt:
    """Start an approved posting; whoever holds the position ends on the day before, in the same transaction."""
    store = _store(request)
    state, _ = await store.load(POSTING, posting)
    position, _ = await store.load(POSITION, proposal(state).position)
    post, _ = await store.load(POST, proposal(state).post)
    head, _ = await store.load(HEADSHIP, proposal(state).post)
    begun = succession.start(posting, state, position, body.started_on, post, body.overlap_until, head)
    return await _execute(write, begun)


@router.post("/{posting}/end", dependencies=[allow("hq")])
async def end_posting(request: Request, posting: Id, body: Ending, write: Write) -> Receipt:
    """End a completed tenure; its position is vacant from the next day."""
    state, _ = await _store(request).load(POSTING, posting)
    return await _execute(write, succession.leave(posting, state, End(body.ended_on)))


@router.post("/{posting}/curtail", dependencies=[allow("hq")])
async def curtail_posting(request: Request, posting: Id, body: Curtailment, write: Write) -> Receipt:
    """End a tenure before its time; its position is vacant from the next day."""
    state, _ = await _store(request).load(POSTING, posting)
    return await _execute(write, succession.leave(posting, state, Curtail(body.last_day, body.reason)))


@router.get("")
async def list_postings(
    caller: Reader,
    read: Read,
    post: Id | None = None,
    position: Id | None = None,
    officer: Id | None = None,
    status: Status | None = None,
) -> Page:
    """The postings; each condition that is given narrows the list."""
    conditions = {"post": post, "position": position, "officer": officer, "status": status and status.value}
    page = await read.page(POSTINGS, {name: value for name, value in conditions.items() if value is not None})
    return Page(items=[discreet(caller, item, *WHY) for item in page.items], next=page.next)


@router.get("/{posting}")
async def get_posting(posting: Id, caller: Reader, read: Read) -> dict[str, Any]:
    """One posting, from its proposal to its end."""
    return discreet(caller, await read.one(POSTINGS, posting, stream=POSTING.stream(posting)), *WHY)


async def _execute(write: Write, steps: list[succession.Step]) -> Receipt:
    first, *more = (Task(*step) for step in steps)
    return await write(first, *more)


def _directorate(caller: Caller) -> Directorate:
    # The identity has checked that a token with this role names one of the two.
    return cast(Directorate, caller.directorate)


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store
