"""Notes on countries over HTTP: drafted by posts, reviewed by headquarters, read by companies."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field

from services.postings.api.bodies import Body
from services.postings.api.information_bodies import Prose
from services.postings.api.speakers import own_side
from services.postings.domain.environment_note import ENVIRONMENT_NOTE, Approve, Draft, Return
from services.postings.domain.post import POST
from services.postings.views.environment_note_versions import ENVIRONMENT_NOTE_VERSIONS
from services.postings.views.environment_notes import ENVIRONMENT_NOTES, as_told
from shared.clock import now
from shared.contracts.postings.environment_note import NoteText
from shared.eventing.decider import Refused
from shared.eventing.store import Store, Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Page, Read
from shared.http.types import Country, Id

router = APIRouter(prefix="/environment-notes", tags=["industry"])

Author = Annotated[Caller, allow("post")]
Staff = Annotated[Caller, allow("hq", "post", "partnerships", "auditor")]
Reader = Annotated[Caller, allow("hq", "post", "embassy", "partnerships", "company", "partner", "auditor")]
STAFF = ("hq", "post", "partnerships", "auditor")


class NewDraft(Body):
    """What companies are to know of a country; institutions are named, never persons."""

    country: Country
    law: Prose
    procurement: Prose
    actors: Prose
    risks: Prose
    priority: Id | None = None

    @property
    def text(self) -> NoteText:
        """As events tell it."""
        return NoteText(law=self.law, procurement=self.procurement, actors=self.actors, risks=self.risks)


class Approval(Body):
    """`draft` is the number of the draft that was read; the version is to be looked at again after so many months.

    They count from `reviewed_on`, where a note was reviewed before it was entered here, else from today.
    """

    draft: int = Field(ge=1)
    months: int = Field(12, ge=1, le=36)
    reviewed_on: date | None = None


class Remarks(Body):
    draft: int = Field(ge=1)
    remarks: Prose


@router.post("", status_code=201)
async def draft_note(request: Request, body: NewDraft, caller: Author, write: Write) -> Receipt:
    """Propose the next version of the note on a country that the post covers, in place of a draft not yet reviewed."""
    store: Store = request.app.state.store
    writer = str(caller.post)
    post, _ = await store.load(POST, writer)
    note = body.country.lower()
    command = Draft(note, body.country, writer, body.text, now(), body.country in post.covers, body.priority)
    return await write(Task(ENVIRONMENT_NOTE, note, command))


@router.post("/{id}/approve", dependencies=[allow("hq", "partnerships")])
async def approve_note(id: Id, body: Approval, write: Write) -> Receipt:
    """Let companies read the draft; no post reviews, so nobody reviews their own."""
    return await write(Task(ENVIRONMENT_NOTE, id, Approve(id, body.draft, body.months, now(), body.reviewed_on)))


@router.post("/{id}/return", dependencies=[allow("hq", "partnerships")])
async def return_note(id: Id, body: Remarks, write: Write) -> Receipt:
    """Ask for another draft; what companies read stays as it is."""
    return await write(Task(ENVIRONMENT_NOTE, id, Return(id, body.draft, body.remarks, now())))


@router.get("")
async def list_notes(caller: Reader, read: Read, post: Id | None = None, *, waiting: bool | None = None) -> Page:
    """The notes of the caller's post, or all; for staff with drafts, `waiting` for a review or not."""
    if caller.role in STAFF:
        wanted = {} if waiting is None else {"waiting": waiting}
        return await read.page(ENVIRONMENT_NOTES, wanted | own_side(caller, post))
    told = {"approved": {"$ne": None}} | ({"post": post} if post else {})
    found = await read.page(ENVIRONMENT_NOTES, told)
    return found.model_copy(update={"items": [note for one in found.items if (note := as_told(one))]})


@router.get("/due")
async def list_due_notes(caller: Staff, read: Read, post: Id | None = None) -> Page:
    """The notes that are to be looked at again, the longest due first."""
    due = {"review_on": {"$lte": now().date().isoformat()}}
    return await read.page(ENVIRONMENT_NOTES, due | own_side(caller, post), by="review_on")


@router.get("/{id}")
async def get_note(id: Id, caller: Reader, read: Read) -> dict[str, Any]:
    """The note on a country: the version that was approved last, and for staff the draft."""
    found = await read.one(ENVIRONMENT_NOTES, id, stream=ENVIRONMENT_NOTE.stream(id))
    if caller.role in STAFF:
        return found
    told = as_told(found)
    if told is None:
        raise Problem(404, "not-found", f"there is no {id} in {ENVIRONMENT_NOTES.name}")
    return told


@router.get("/{id}/versions")
async def list_versions(request: Request, id: Id, read: Read, _: Reader) -> Page:
    """What each approved version said, the first one first."""
    store: Store = request.app.state.store
    note, _version = await store.load(ENVIRONMENT_NOTE, id)
    if note.drafted is None:
        raise Refused("environment-note-unknown", f"there is no note {id}")
    return await read.page(ENVIRONMENT_NOTE_VERSIONS, {"note": id, "approved_at": {"$ne": None}})
