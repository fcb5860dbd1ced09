"""Priorities for action over HTTP: headquarters adopts them and gives each post its part, which notes results."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from services.postings.api.bodies import Body, Countries, Prose, Year
from services.postings.api.references import READERS, open_post
from services.postings.api.speakers import own_post, reach
from services.postings.domain.priority import PRIORITY
from services.postings.domain.priority_commands import (
    Adopt,
    Amend,
    AssignPart,
    Close,
    LinkWork,
    NoteResult,
    UnlinkWork,
    WithdrawPart,
)
from services.postings.domain.themes import Theme
from services.postings.views.linked_work import LINKED_WORK, about, key
from services.postings.views.priorities import PRIORITIES
from shared.eventing.decider import Refused
from shared.eventing.store import Task
from shared.eventing.view import Document
from shared.eventing.views import Views
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/priorities", tags=["priorities"])

Reader = Annotated[Caller, allow(*READERS)]
Worker = Annotated[Caller, allow("hq", "post")]


class Adoption(Body):
    priority: Id
    year: Year
    theme: Theme
    title: Text
    countries: Countries


class Amendment(Body):
    title: Text
    countries: Countries


class Part(Body):
    post: Id
    countries: Countries
    objective: Prose


class Withdrawal(Body):
    post: Id


class ObtainedResult(Body):
    post: Id
    result: Id
    country: Country
    text: Prose
    noted_on: date


class WorkReference(Body):
    """`kind` is that of `GET /linked-work`, such as technical-action."""

    kind: Id
    work: Id


class Closure(Body):
    closed_on: date


@router.post("", status_code=201, dependencies=[allow("hq")])
async def adopt_priority(body: Adoption, write: Write) -> Receipt:
    """Adopt a priority; the same again changes nothing."""
    return await write(Task(PRIORITY, body.priority, Adopt(**body.model_dump())))


@router.post("/{priority}/amend", dependencies=[allow("hq")])
async def amend_priority(priority: Id, body: Amendment, write: Write) -> Receipt:
    """Give it another title or other countries, among which are still those of each post's part."""
    return await write(Task(PRIORITY, priority, Amend(**body.model_dump())))


@router.post("/{priority}/assign-part", dependencies=[allow("hq")])
async def assign_part(request: Request, priority: Id, body: Part, write: Write) -> Receipt:
    """Say what an open post is to do for it, in place of what was said before."""
    await open_post(request, body.post)
    return await write(Task(PRIORITY, priority, AssignPart(**body.model_dump())))


@router.post("/{priority}/withdraw-part", dependencies=[allow("hq")])
async def withdraw_part(priority: Id, body: Withdrawal, write: Write) -> Receipt:
    """Say that a post has no part in it any more."""
    return await write(Task(PRIORITY, priority, WithdrawPart(body.post)))


@router.post("/{priority}/note-result")
async def note_result(caller: Worker, priority: Id, body: ObtainedResult, write: Write) -> Receipt:
    """Note what a post with a part in it has obtained; a post for itself only."""
    own_post(caller, body.post)
    return await write(Task(PRIORITY, priority, NoteResult(**body.model_dump())))


@router.post("/{priority}/link")
async def link_work(request: Request, caller: Worker, priority: Id, body: WorkReference, write: Write) -> Receipt:
    """Say that a piece of work serves it, whatever kind it is of; a post its own work only."""
    work = await _own_work(request, caller, body)
    return await write(Task(PRIORITY, priority, LinkWork(body.kind, body.work, about(work))))


@router.post("/{priority}/unlink")
async def unlink_work(request: Request, caller: Worker, priority: Id, body: WorkReference, write: Write) -> Receipt:
    """Say that a piece of work does not serve it, whatever was said when that began."""
    await _own_work(request, caller, body)
    return await write(Task(PRIORITY, priority, UnlinkWork(body.kind, body.work)))


@router.post("/{priority}/close", dependencies=[allow("hq")])
async def close_priority(priority: Id, body: Closure, write: Write) -> Receipt:
    """Close it for good: nothing more is planned or noted under it."""
    return await write(Task(PRIORITY, priority, Close(body.closed_on)))


@router.get("", dependencies=[allow(*READERS)])
async def list_priorities(
    read: Read,
    year: Annotated[int | None, Query(ge=2000, le=2100)] = None,
    theme: Theme | None = None,
    country: Country | None = None,
    post: Id | None = None,
) -> Page:
    """The ministry's priorities, which everybody here sees; `post` narrows to those in which it has a part.

    What the parts are, and what was obtained, each priority shows itself.
    """
    wanted = {"year": year, "theme": theme, "countries": country, "posts": post}
    given = {name: value for name, value in wanted.items() if value is not None}
    return await read.page(PRIORITIES, given, without=("parts", "results"))


@router.get("/{priority}", dependencies=[allow(*READERS)])
async def get_priority(priority: Id, read: Read) -> dict[str, Any]:
    """One priority, with the parts of the posts and what they have obtained."""
    return await read.one(PRIORITIES, priority, stream=PRIORITY.stream(priority))


work_router = APIRouter(prefix="/linked-work", tags=["priorities"])


@work_router.get("")
async def list_work(
    caller: Reader, read: Read, priority: Id | None = None, post: Id | None = None, kind: Id | None = None
) -> Page:
    """All work that can serve a priority, of whatever kind, with the priorities that it serves; a post sees its own."""
    wanted = {"priorities": priority, "posts": reach(caller, post), "kind": kind}
    given = {name: value for name, value in wanted.items() if value is not None}
    return await read.page(LINKED_WORK, {"known": True, **given})


async def _own_work(request: Request, caller: Caller, named: WorkReference) -> Document:
    """The work as it is shown. Raises Problem 404 where there is no such work, 403 where it is another post's."""
    views: Views = request.app.state.views
    found = await views.get(LINKED_WORK, key(named.kind, named.work))
    if found is None or not found["known"]:
        raise Refused("work-unknown", f"there is no {named.kind} {named.work}")
    if caller.post not in found["posts"]:
        own_post(caller, found["post"])
    return found
