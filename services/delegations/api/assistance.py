"""Export assistance: requests filed by companies, worked on by the desk that has them, and the wins that come of it."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Request
from pydantic import Field, model_validator

from services.delegations.api.access import approved_company, own_company
from services.delegations.api.bodies import Body
from services.delegations.api.desks import at_desk, known_post, known_posting, own_request, spoken_by
from services.delegations.domain.assistance import ASSISTANCE, Ask, Withdraw
from services.delegations.domain.assistance_case import HQ, Status
from services.delegations.domain.desk_work import Accept, Answer, HandOver, Note
from services.delegations.domain.export_win import DeclareWin
from services.delegations.views.assistance import ASSISTANCE_REQUESTS
from services.delegations.views.assistance_notes import ASSISTANCE_NOTES
from shared.clock import now
from shared.contracts.delegations.assistance import Confidentiality, Desk, Urgency
from shared.eventing.store import Task
from shared.eventing.views import Views
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Prose, Text

router = APIRouter(prefix="/assistance-requests", tags=["export assistance"])

Filer = Annotated[Caller, allow("hq", "partnerships", "company")]
Holder = Annotated[Caller, allow("hq", "partnerships", "post", "partner")]
HolderOrCompany = Annotated[Caller, allow("hq", "partnerships", "post", "partner", "company")]
Reader = Annotated[Caller, allow("hq", "partnerships", "post", "partner", "company", "auditor")]
Partner = Literal["business-france", "bpifrance"]


class NewRequest(Body):
    """A question about a `market`, which is a country; partners never see a `restricted` one.

    It should be answered within 15 days (`routine`), 5 (`soon`) or 2 (`urgent`).
    """

    id: Id
    company: Id
    market: Country
    sector: Text
    product: Text
    question: Prose
    confidentiality: Confidentiality = "open"
    urgency: Urgency = "routine"
    partner: Partner | None = Field(None, description="an export partner to route it to, in place of the post")


class Acceptance(Body):
    posting: Id | None = Field(None, description="the posting whose officer is in charge, at a post")


class HandingOver(Body):
    """To a post or to a partner; to headquarters where neither is named. `note` is internal."""

    post: Id | None = None
    partner: Partner | None = None
    note: Prose | None = None

    @model_validator(mode="after")
    def _to_one(self) -> Self:
        if self.post and self.partner:
            raise ValueError("a request is handed over to one desk only, a post or a partner")
        return self

    @property
    def desk(self) -> Desk:
        """Where it goes."""
        if self.post:
            return Desk(kind="post", id=self.post)
        return Desk(kind="partner", id=self.partner) if self.partner else HQ


class Remark(Body):
    note: Prose


class GivenAnswer(Body):
    answer: Prose


class NewWin(Body):
    """Business that was done on the day `reached_on`; `amount` is in whole euros, where it may be told."""

    id: Id
    product: Text
    reached_on: date
    amount: int | None = Field(None, ge=0, le=10**12)


@router.post("", status_code=201)
async def request_assistance(request: Request, body: NewRequest, caller: Filer, write: Write) -> Receipt:
    """File a request, an approved company for itself only; it comes to its desk soon after. Again changes nothing."""
    own_company(caller, body.company)
    await approved_company(request, body.company)
    return await write(Task(ASSISTANCE, body.id, Ask(body.id, **body.model_dump(exclude={"id"}), at=now())))


@router.post("/{id}/accept")
async def accept_request(request: Request, id: Id, body: Acceptance, caller: Holder, write: Write) -> Receipt:
    """Take a request on; somebody else of the same desk may take it over."""
    if body.posting:
        await known_posting(request, id, body.posting)
    return await write(Task(ASSISTANCE, id, Accept(id, spoken_by(caller), body.posting, now())))


@router.post("/{id}/hand-over")
async def hand_over_request(request: Request, id: Id, body: HandingOver, caller: Holder, write: Write) -> Receipt:
    """Give a request to another desk, which must accept it anew."""
    if body.post:
        await known_post(request, body.post)
    command = HandOver(id, spoken_by(caller), body.desk, "decision", now(), note=body.note)
    return await write(Task(ASSISTANCE, id, command))


@router.post("/{id}/note")
async def note_on_request(id: Id, body: Remark, caller: Holder, write: Write) -> Receipt:
    """Add an internal note, which no company sees."""
    return await write(Task(ASSISTANCE, id, Note(id, spoken_by(caller), body.note, now())))


@router.post("/{id}/answer")
async def answer_request(id: Id, body: GivenAnswer, caller: Holder, write: Write) -> Receipt:
    """Answer an accepted request, for good."""
    return await write(Task(ASSISTANCE, id, Answer(id, spoken_by(caller), body.answer, now())))


@router.post("/{id}/withdraw")
async def withdraw_request(id: Id, caller: Filer, write: Write) -> Receipt:
    """Say that no answer is needed any more, a company for itself only."""
    return await write(Task(ASSISTANCE, id, Withdraw(id, caller.company, now())))


@router.post("/{id}/wins", status_code=201)
async def declare_win(id: Id, body: NewWin, caller: HolderOrCompany, write: Write) -> Receipt:
    """Declare an export win of an answered request; its company gets a link to sign it off with, valid for 7 days."""
    said = body.model_dump(exclude={"id"})
    return await write(
        Task(ASSISTANCE, id, DeclareWin(id, body.id, spoken_by(caller), caller.company, **said, at=now()))
    )


@router.get("")
async def list_requests(
    caller: Reader,
    read: Read,
    market: Country | None = None,
    company: Id | None = None,
    status: Status | None = None,
    *,
    escalated: bool | None = None,
) -> Page:
    """The requests: a company's own, those in a desk's hands, or all; each condition narrows the list."""
    if company:
        own_company(caller, company)
    wanted = {"market": market, "company": caller.company or company, "status": status}
    late = {} if escalated is None else {"escalated_at": {"$ne": None} if escalated else None}
    given = {name: value for name, value in wanted.items() if value is not None}
    return await read.page(ASSISTANCE_REQUESTS, given | late | at_desk(caller))


@router.get("/{id}")
async def get_request(id: Id, caller: Reader, read: Read) -> dict[str, Any]:
    """One request: where it is, how far it has come, the answer, the wins."""
    found = await read.one(ASSISTANCE_REQUESTS, id, stream=ASSISTANCE.stream(id))
    own_request(caller, found)
    return found


@router.get("/{id}/notes")
async def get_notes(request: Request, id: Id, caller: Holder, read: Read) -> dict[str, Any]:
    """The internal notes on a request, for the desk that has it: all of them, but to a partner its own only."""
    own_request(caller, await read.one(ASSISTANCE_REQUESTS, id, stream=ASSISTANCE.stream(id)))
    views: Views = request.app.state.views
    found = await views.get(ASSISTANCE_NOTES, id) or {"id": id, "notes": []}
    if caller.partner is None:
        return found
    own = Desk(kind="partner", id=caller.partner).model_dump()
    return {**found, "notes": [note for note in found["notes"] if note["desk"] == own]}
