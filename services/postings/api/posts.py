"""Posts over HTTP: opened and closed by headquarters."""

from datetime import date
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr

from services.postings.api.readers import READERS
from services.postings.domain.post import POST, Close, Open
from services.postings.views.posts import POSTS
from shared.contracts.people import Language
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import allow
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

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


@router.get("", dependencies=[allow(*READERS)])
async def list_posts(read: Read, country: Country | None = None) -> Page:
    """The posts, of all countries of residence or of one."""
    return await read.page(POSTS, {"country": country} if country else {})


@router.get("/{post}", dependencies=[allow(*READERS)])
async def get_post(post: Id, read: Read) -> dict[str, Any]:
    """One post."""
    return await read.one(POSTS, post, stream=POST.stream(post))
