"""Preferences over HTTP: what a company, a post or an embassy wants, said by itself or by somebody of the house."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel

from services.notifications.api.wanted import Wanted, told
from services.notifications.choices import OFFER
from services.notifications.composing import Composer
from services.notifications.domain.preferences import PREFERENCES, Prefer
from services.notifications.mergers import Mergers
from services.notifications.preference_links import page_link
from services.notifications.recipients import Recipient
from services.notifications.views.companies import COMPANIES
from services.notifications.views.posts import POSTS
from shared.contracts.people import Language
from shared.eventing.store import Store, Task
from shared.eventing.view import View
from shared.eventing.views import Views
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.types import Id

router = APIRouter(tags=["preferences"])

House = Annotated[Caller, allow("hq", "partnerships", "operator", "post")]
Company = Annotated[Caller, allow("hq", "partnerships", "operator", "company")]
KNOWN: dict[str, tuple[View, str]] = {
    "company": (COMPANIES, "company"),
    "post": (POSTS, "post"),
    "embassy": (POSTS, "post"),
}


class Chosen(BaseModel):
    """`wanted` is what was said, `offer` how often one may be told of each kind, `page` where it can be changed."""

    recipient: str
    wanted: dict[str, Any]
    offer: dict[str, list[str]]
    page: str


@router.get("/companies/{id}/preferences")
async def of_company(id: Id, request: Request, caller: Company) -> Chosen:
    """How a company wants to be told."""
    return await _chosen(Recipient("company", id), request, caller)


@router.get("/posts/{id}/preferences")
async def of_post(id: Id, request: Request, caller: House) -> Chosen:
    """How a post wants to be told."""
    return await _chosen(Recipient("post", id), request, caller)


@router.get("/embassies/{id}/preferences")
async def of_embassy(id: Id, request: Request, caller: House) -> Chosen:
    """How the embassy around a post wants to be told."""
    return await _chosen(Recipient("embassy", id), request, caller)


@router.post("/companies/{id}/prefer")
async def company_prefers(id: Id, body: Wanted, write: Write, request: Request, caller: Company) -> Receipt:
    """Say all that a company wants from now on; what may not be switched off is refused."""
    return await _prefer(Recipient("company", id), body, write, request, caller)


@router.post("/posts/{id}/prefer")
async def post_prefers(id: Id, body: Wanted, write: Write, request: Request, caller: House) -> Receipt:
    """Say all that a post wants from now on."""
    return await _prefer(Recipient("post", id), body, write, request, caller)


@router.post("/embassies/{id}/prefer")
async def embassy_prefers(id: Id, body: Wanted, write: Write, request: Request, caller: House) -> Receipt:
    """Say all that the embassy around a post wants from now on."""
    return await _prefer(Recipient("embassy", id), body, write, request, caller)


async def _chosen(recipient: Recipient, request: Request, caller: Caller) -> Chosen:
    recipient = await _own_and_known(recipient, request, caller)
    store: Store = request.app.state.store
    composer: Composer = request.app.state.composer
    wanted, _ = await store.load(PREFERENCES, recipient.key)
    language: Language = "en" if wanted.language == "en" else "fr"
    return Chosen(
        recipient=recipient.key,
        wanted=told(wanted),
        offer={kind: list(choices) for kind, choices in OFFER.items()},
        page=page_link(recipient, language, composer.public_url, composer.link_secret),
    )


async def _prefer(recipient: Recipient, body: Wanted, write: Write, request: Request, caller: Caller) -> Receipt:
    recipient = await _own_and_known(recipient, request, caller)
    return await write(Task(PREFERENCES, recipient.key, Prefer(recipient.key, body.preferences(), OFFER)))


async def _own_and_known(recipient: Recipient, request: Request, caller: Caller) -> Recipient:
    """The recipient, or the company that goes on for it. Raises Problem 403 for another's, 404 for nobody's."""
    if (caller.role == "company" and caller.company != recipient.id) or (
        caller.role == "post" and caller.post != recipient.id
    ):
        raise Problem(403, "forbidden", f"these are the preferences of {recipient.key}, which the token is not for")
    views: Views = request.app.state.views
    view, stream = KNOWN[recipient.kind]
    if not await views.reached(view, recipient.id, f"{stream}-{recipient.id}", 1):
        raise Problem(404, f"{stream}-unknown", f"no {stream} {recipient.id} is known here")
    mergers: Mergers = request.app.state.mergers
    return await mergers.heir(recipient)
