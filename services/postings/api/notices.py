"""Threat notices over HTTP: drafted, approved by somebody else, issued, updated by a new edition, withdrawn."""

from datetime import UTC
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from services.postings.api.bodies import WholeText
from services.postings.api.references import known_priority
from services.postings.domain.notice import NOTICE, Approve, Discard, Draft, Issue, Revise, dead_ends
from services.postings.domain.notice_ending import Withdraw
from services.postings.domain.notice_state import Notice
from services.postings.domain.notice_subject import NOTICE_SUBJECT, CloseDraft, OpenDraft
from services.postings.notice_audience import addressees
from shared.clock import now
from shared.contracts.postings.notice import (
    Concerned,
    Level,
    Marking,
    NoticeAddressee,
    NoticeContent,
    NoticeReader,
    Scope,
)
from shared.eventing.decider import Refused
from shared.eventing.store import Store, Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/notices", tags=["notices"])

Author = Annotated[Caller, allow("hq", "directorate")]
Instant = Annotated[AwareDatetime, AfterValidator(lambda instant: instant.astimezone(UTC))]


class Content(BaseModel):
    """What the notice says; `place` names the region or event, `priority` a priority for action it belongs to."""

    model_config = ConfigDict(extra="forbid")

    title: Text
    text: WholeText
    level: Level
    scope: Scope
    countries: tuple[Country, ...] = Field(max_length=250)
    place: Text | None = None
    concerned: tuple[Concerned, ...] = Field(max_length=3)
    themes: tuple[Id, ...] = Field((), max_length=50)
    marking: Marking
    valid_from: Instant
    valid_until: Instant
    priority: Id | None = None

    def said(self) -> NoticeContent:
        return NoticeContent(**self.model_dump())


class Writing(BaseModel):
    """`change_note` says what is new against the edition in force; an update needs one."""

    model_config = ConfigDict(extra="forbid")

    content: Content
    change_note: WholeText | None = None


class Drafting(Writing):
    """`subject` is what the notice is about, as `lima-protests`: only one notice about it has an open draft."""

    notice: Id
    subject: Id


class Withdrawal(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Text


class Audience(BaseModel):
    """Who would be told if the draft were issued now.

    `dead_ends` are those whose chain of readers does not reach headquarters at level 3 or 4: it is not issued so.
    """

    addressees: tuple[NoticeAddressee, ...]
    dead_ends: tuple[NoticeReader, ...] = ()


@router.post("", status_code=201)
async def draft_notice(request: Request, body: Drafting, caller: Author, write: Write) -> Receipt:
    """Open a draft: of a new notice, or of the next edition of one that is issued."""
    await _serves(request, body.notice, body.content)
    draft = Draft(body.notice, body.subject, body.content.said(), caller.subject, body.change_note)
    opening = Task(NOTICE_SUBJECT, body.subject, OpenDraft(body.subject, body.notice))
    return await write(Task(NOTICE, body.notice, draft), opening)


@router.post("/{notice}/revise")
async def revise_draft(request: Request, notice: Id, body: Writing, caller: Author, write: Write) -> Receipt:
    """Replace what the open draft says, whole; an approval that it had is void."""
    await _serves(request, notice, body.content)
    return await write(Task(NOTICE, notice, Revise(body.content.said(), caller.subject, body.change_note)))


@router.post("/{notice}/approve")
async def approve_draft(notice: Id, caller: Author, write: Write) -> Receipt:
    """Agree to the open draft, which only somebody can who has written nothing of it."""
    return await write(Task(NOTICE, notice, Approve(caller.subject)))


@router.post("/{notice}/discard", dependencies=[allow("hq", "directorate")])
async def discard_draft(request: Request, notice: Id, write: Write) -> Receipt:
    """Give the open draft up; an edition that is in force stays so."""
    return await write(Task(NOTICE, notice, Discard()), _closing(await _known(request, notice)))


@router.post("/{notice}/issue", dependencies=[allow("hq")])
async def issue_notice(request: Request, notice: Id, write: Write) -> Receipt:
    """Issue the approved draft to its audience; from then on it is not changed any more.

    At level 3 and 4 whoever reads in the place of others ends with headquarters, so there must be a mailbox of theirs.
    """
    known = await _known(request, notice)
    told = await _told(request, known)
    return await write(Task(NOTICE, notice, Issue(told, now())), _closing(known))


@router.post("/{notice}/withdraw", dependencies=[allow("hq")])
async def withdraw_notice(request: Request, notice: Id, body: Withdrawal, write: Write) -> Receipt:
    """Take an issued notice back; everybody who was told of it is told why."""
    return await write(Task(NOTICE, notice, Withdraw(body.reason, now())), _closing(await _known(request, notice)))


@router.get("/{notice}/audience", dependencies=[allow("hq", "directorate")])
async def preview_audience(request: Request, notice: Id) -> Audience:
    """Whom the open draft would be issued to now, and who would be told in whose place."""
    known = await _known(request, notice)
    if known.draft is None:
        raise Refused("no-open-draft", f"{notice} has no open draft")
    told = await _told(request, known)
    return Audience(addressees=told, dead_ends=dead_ends(known.draft.content.level, told))


async def _told(request: Request, notice: Notice) -> tuple[NoticeAddressee, ...]:
    if notice.draft is None:
        return ()
    return await addressees(request.app.state.views, notice.draft.content, notice.told, now().date())


async def _serves(request: Request, notice: str, content: Content) -> None:
    """Raises Problem 404 or 409 for a priority that the notice cannot serve; one that it serves already stays."""
    store: Store = request.app.state.store
    known, _ = await store.load(NOTICE, notice)
    before = {one.content.priority for one in (known.draft, known.issued) if one is not None}
    if content.priority not in before:
        await known_priority(request, content.priority, content.countries)


async def _known(request: Request, notice: str) -> Notice:
    store: Store = request.app.state.store
    known, _ = await store.load(NOTICE, notice)
    if not known.id:
        raise Refused("notice-unknown", f"there is no notice {notice}")
    return known


def _closing(notice: Notice) -> Task[Any]:
    """A draft's end makes its subject free in the same transaction; where none was open nothing changes."""
    return Task(NOTICE_SUBJECT, notice.subject, CloseDraft(notice.subject, notice.id))
