"""What requests for information say, over HTTP: each text for those who may read it, and each attempt recorded."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel

from services.postings.api.sealing import Seal
from services.postings.api.speakers import speaker
from services.postings.domain.handling import Speaker, may_read
from services.postings.domain.information_case import Case
from services.postings.domain.information_request import INFORMATION_REQUEST
from services.postings.readings import Kind, Reading, Readings
from shared.clock import now
from shared.contracts.postings.information_request import Caveat, Marking
from shared.eventing.decider import Refused
from shared.eventing.store import Store
from shared.http.identity import Caller, allow
from shared.http.reading import Page, Read
from shared.http.types import Id, Text

router = APIRouter(tags=["information requests"])

Asking = Annotated[Caller, allow("hq", "directorate", "post")]


class Content(BaseModel):
    """A sealed text, with how it is to be handled; `named` are the only readers where the caveats say so."""

    part: str
    marking: Marking
    caveats: tuple[Caveat, ...]
    text: str
    named: tuple[str, ...]


@router.get("/information-requests/{id}/contents/{part}")
async def read_content(request: Request, id: Id, part: Id, caller: Asking) -> Content:
    """Read the `question`, the `refusal`, or an answer by its id; who has read it, or tried to, is recorded."""
    store: Store = request.app.state.store
    case, _ = await store.load(INFORMATION_REQUEST, id)
    case.asked(id)
    sealed, record = await _opened(request, case, part)
    by = speaker(caller)
    granted = _granted(by, case, part, record)
    readings: Readings = request.app.state.readings
    await readings.note(Reading("information-request", id, part, by, granted, now(), request.state.correlation))
    if not granted:
        raise Refused("content-forbidden", "its marking, its caveats or the named readers leave you out")
    return Content(
        part=part,
        marking=sealed.marking,
        caveats=sealed.caveats,
        text=record["text"],
        named=tuple(record["named"]),
    )


@router.get("/readings", dependencies=[allow("hq", "auditor")])
async def list_readings(
    request: Request,
    read: Read,
    kind: Kind | None = None,
    about: Id | None = None,
    reader: Text | None = None,
    since: datetime | None = None,
) -> Page:
    """Who has read, or tried to read, what is sealed or private, the latest first; each condition narrows the list."""
    readings: Readings = request.app.state.readings
    given = {"kind": kind, "about": about, "reader": reader, "at": since and {"$gte": since}}
    condition = {name: value for name, value in given.items() if value is not None}
    found = await readings.find(condition, after=read.after, limit=read.limit + 1)
    items = found[: read.limit]
    return Page(items=items, next=items[-1]["id"] if len(found) > read.limit else None)


async def _opened(request: Request, case: Case, part: str) -> tuple[Any, dict[str, Any]]:
    """How a part is handled, and its record. Slug: `content-unknown`, also where it was erased."""
    seal: Seal[Case] = request.app.state.seal
    sealed = case.parts.get(part)
    record = await seal.contents.get(sealed.content) if sealed else None
    if sealed is None or record is None or case.erased:
        raise Refused("content-unknown", f"there is no {part} to read")
    return sealed.handling, record


def _granted(by: Speaker, case: Case, part: str, record: dict[str, Any]) -> bool:
    directorate = case.asked("").directorate
    return may_read(by, case.parts[part].handling, case.post, directorate, tuple(record["named"]))
