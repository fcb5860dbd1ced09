"""The showcase: technologies and equipment in service at the ministry, and the companies that make them."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints

from services.delegations.api.access import known_company
from services.delegations.api.bodies import Body
from services.delegations.domain.company_merging import unmerged
from services.delegations.domain.showcase import SHOWCASE, Describe, Publish, Withdraw
from services.delegations.views.showcase import SHOWCASE_ITEMS, matching
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Page, Read
from shared.http.types import Id, Text

router = APIRouter(prefix="/showcase", tags=["showcase"])

EDITORS = ("hq", "partnerships")
ORGANISER = allow("hq", "partnerships")
Reader = Annotated[Caller, allow("hq", "partnerships", "post", "embassy", "company")]


class NewItem(Body):
    """A technology or equipment; `used_by` are services of the ministry, `companies` the ids of those who make it."""

    title: Text
    description: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)]
    categories: tuple[Text, ...] = Field(min_length=1, max_length=50)
    used_by: tuple[Text, ...] = Field((), max_length=50)
    companies: tuple[Id, ...] = Field((), max_length=100)


@router.put("/{item}", dependencies=[ORGANISER])
async def describe_item(request: Request, item: Id, body: NewItem, write: Write) -> Receipt:
    """Describe an item, whole; a new one is unpublished."""
    for company in body.companies:
        unmerged(await known_company(request, company))
    return await write(Task(SHOWCASE, item, Describe(item, **body.model_dump())))


@router.post("/{item}/publish", dependencies=[ORGANISER])
async def publish_item(item: Id, write: Write) -> Receipt:
    """Show an item to embassies, posts and companies; it must name a company."""
    return await write(Task(SHOWCASE, item, Publish(item)))


@router.post("/{item}/withdraw", dependencies=[ORGANISER])
async def withdraw_item(item: Id, write: Write) -> Receipt:
    """Show an item to the organiser only."""
    return await write(Task(SHOWCASE, item, Withdraw(item)))


@router.get("")
async def search_showcase(caller: Reader, read: Read, category: Text | None = None, text: Text | None = None) -> Page:
    """The published items, of a category and with all words (or their beginnings) of a text where asked for.

    The organiser finds the unpublished ones too.
    """
    seen: dict[str, Any] = {} if caller.role in EDITORS else {"published": True}
    return await read.page(SHOWCASE_ITEMS, matching(category, text) | seen)


@router.get("/{item}")
async def get_item(item: Id, caller: Reader, read: Read) -> dict[str, Any]:
    """One item; an unpublished one exists for the organiser only."""
    found = await read.one(SHOWCASE_ITEMS, item, stream=SHOWCASE.stream(item))
    if not found["published"] and caller.role not in EDITORS:
        raise Problem(404, "not-found", f"there is no {item} in {SHOWCASE_ITEMS.name}")
    return found
