"""Posts over HTTP: opened and closed by headquarters."""

from datetime import date
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from fastapi import APIRouter, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr, Field

from services.postings.api.readers import READERS
from services.postings.domain.post import POST, Close, Open
from services.postings.domain.post_running import Arrange, Resume, Suspend
from services.postings.views.posts import POSTS
from shared.contracts.people import Language
from shared.contracts.postings.post import People, Weekday
from shared.eventing.store import Store, Task
from shared.http.commands import Receipt, Write
from shared.http.identity import allow
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, LanguageCode, Text

router = APIRouter(prefix="/posts", tags=["posts"])


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(name: str) -> str:
    if name not in _zones():
        raise ValueError("this is no time zone of the IANA database, such as America/Lima")
    return name


TimeZone = Annotated[str, AfterValidator(_zone)]


class Opening(BaseModel):
    """`country` is where the post resides, `accredited` the others it covers; the mailboxes are functional ones."""

    model_config = ConfigDict(extra="forbid")

    post: Id
    name: Text
    country: Country
    accredited: tuple[Country, ...] = ()
    embassy: Text
    embassy_mail: EmailStr
    embassy_language: Language
    mail: EmailStr
    language: Language
    time_zone: TimeZone
    opened_on: date


class Suspension(BaseModel):
    """`people` of the post stay or are recalled; `work_to` is the post that takes over, headquarters where absent."""

    model_config = ConfigDict(extra="forbid")

    suspended_on: date
    reason: Text
    people: People
    work_to: Id | None = None


class Resumption(BaseModel):
    model_config = ConfigDict(extra="forbid")

    resumed_on: date


class Arrangement(BaseModel):
    """`languages` are ISO 639-1."""

    model_config = ConfigDict(extra="forbid")

    languages: tuple[LanguageCode, ...] = Field(max_length=20)
    working_week: tuple[Weekday, ...] = Field(min_length=1, max_length=7)


class Closing(BaseModel):
    """`closed_on` is the post's last day."""

    model_config = ConfigDict(extra="forbid")

    closed_on: date


@router.post("", status_code=201, dependencies=[allow("hq")])
async def open_post(body: Opening, write: Write) -> Receipt:
    """Open a post; the same opening again changes nothing."""
    return await write(Task(POST, body.post, Open(**body.model_dump())))


@router.post("/{post}/close", dependencies=[allow("hq")])
async def close_post(post: Id, body: Closing, write: Write) -> Receipt:
    """Close a post for good; what it has in hand for companies goes elsewhere. The same closing changes nothing."""
    return await write(Task(POST, post, Close(post, body.closed_on)))


@router.post("/{post}/suspend", dependencies=[allow("hq")])
async def suspend_post(request: Request, post: Id, body: Suspension, write: Write) -> Receipt:
    """Suspend a post: nobody starts there, and its open work goes to another post or to headquarters."""
    store: Store = request.app.state.store
    other, _ = await store.load(POST, body.work_to) if body.work_to else (None, 0)
    at_work = other is None or (other.is_open and other.suspended is None)
    return await write(Task(POST, post, Suspend(**body.model_dump(), work_open=at_work)))


@router.post("/{post}/resume", dependencies=[allow("hq")])
async def resume_post(post: Id, body: Resumption, write: Write) -> Receipt:
    """End a post's suspension."""
    return await write(Task(POST, post, Resume(body.resumed_on)))


@router.post("/{post}/arrange", dependencies=[allow("hq")])
async def arrange_post(post: Id, body: Arrangement, write: Write) -> Receipt:
    """Say which languages the post works in, and on which days of the week; both are replaced whole."""
    return await write(Task(POST, post, Arrange(body.languages, body.working_week)))


@router.get("", dependencies=[allow(*READERS)])
async def list_posts(read: Read, country: Country | None = None) -> Page:
    """The posts, of all countries of residence or of one."""
    return await read.page(POSTS, {"country": country} if country else {})


@router.get("/{post}", dependencies=[allow(*READERS)])
async def get_post(post: Id, read: Read) -> dict[str, Any]:
    """One post."""
    return await read.one(POSTS, post, stream=POST.stream(post))
