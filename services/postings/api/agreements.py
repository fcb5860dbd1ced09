"""Bilateral agreements over HTTP: headquarters and the post that looks after one say how far it has come."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request

from services.postings.api.bodies import Body, Prose
from services.postings.api.references import READERS, known_priority, open_post
from services.postings.api.speakers import own, own_post, reach
from services.postings.domain import agreement_commands as commands
from services.postings.domain.agreement import AGREEMENT, Status
from services.postings.domain.themes import Theme
from services.postings.views.agreements import AGREEMENTS
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/agreements", tags=["agreements"])

Reader = Annotated[Caller, allow(*READERS)]
Negotiator = Annotated[Caller, allow("hq", "post")]


class NewAgreement(Body):
    """With the `country`, looked after by the `post`."""

    agreement: Id
    post: Id
    country: Country
    theme: Theme
    title: Text
    opened_on: date
    priority: Id | None = None


class Signature(Body):
    signed_on: date


class Entry(Body):
    """`expires_on` is the last day; without one it binds without end."""

    in_force_on: date
    expires_on: date | None = None


class Renewal(Body):
    """`expires_on` is the new last day; without one it binds without end from now on."""

    expires_on: date | None = None


class AgreementEnding(Body):
    ended_on: date
    because: Literal["denounced", "replaced"]


class Abandonment(Body):
    abandoned_on: date
    reason: Prose


@router.post("", status_code=201)
async def open_negotiations(request: Request, caller: Negotiator, body: NewAgreement, write: Write) -> Receipt:
    """Say that an agreement is negotiated; a post for itself only. The same again changes nothing."""
    own_post(caller, body.post)
    await open_post(request, body.post)
    await known_priority(request, body.priority, (body.country,))
    return await write(Task(AGREEMENT, body.agreement, commands.OpenNegotiations(**body.model_dump())))


@router.post("/{agreement}/sign")
async def sign_agreement(request: Request, caller: Negotiator, agreement: Id, body: Signature, write: Write) -> Receipt:
    """Say on which day it was signed."""
    await own(request, caller, AGREEMENT, agreement)
    return await write(Task(AGREEMENT, agreement, commands.Sign(body.signed_on)))


@router.post("/{agreement}/enter-into-force")
async def enter_into_force(request: Request, caller: Negotiator, agreement: Id, body: Entry, write: Write) -> Receipt:
    """Say from which day on it binds; six months before it expires a reminder is published."""
    await own(request, caller, AGREEMENT, agreement)
    return await write(Task(AGREEMENT, agreement, commands.EnterIntoForce(**body.model_dump())))


@router.post("/{agreement}/renew")
async def renew_agreement(request: Request, caller: Negotiator, agreement: Id, body: Renewal, write: Write) -> Receipt:
    """Say that it binds longer."""
    await own(request, caller, AGREEMENT, agreement)
    return await write(Task(AGREEMENT, agreement, commands.Renew(body.expires_on)))


@router.post("/{agreement}/end")
async def end_agreement(
    request: Request, caller: Negotiator, agreement: Id, body: AgreementEnding, write: Write
) -> Receipt:
    """Say that it was denounced or replaced; expiry comes by itself."""
    await own(request, caller, AGREEMENT, agreement)
    return await write(Task(AGREEMENT, agreement, commands.End(**body.model_dump())))


@router.post("/{agreement}/abandon")
async def abandon_agreement(
    request: Request, caller: Negotiator, agreement: Id, body: Abandonment, write: Write
) -> Receipt:
    """Say that what is not in force will never be."""
    await own(request, caller, AGREEMENT, agreement)
    return await write(Task(AGREEMENT, agreement, commands.Abandon(**body.model_dump())))


@router.get("")
async def list_agreements(
    caller: Reader,
    read: Read,
    post: Id | None = None,
    country: Country | None = None,
    theme: Theme | None = None,
    status: Status | None = None,
    expires_before: Annotated[date | None, Query(description="those that end before this day")] = None,
) -> Page:
    """The agreements; a post sees its own. Each condition that is given narrows the list."""
    wanted = {"post": reach(caller, post), "country": country, "theme": theme, "status": status}
    given: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
    return await read.page(
        AGREEMENTS, given | ({"expires_on": {"$lt": expires_before.isoformat()}} if expires_before else {})
    )


@router.get("/{agreement}")
async def get_agreement(caller: Reader, agreement: Id, read: Read) -> dict[str, Any]:
    """One agreement; `expiring` says that its reminder was published."""
    found = await read.one(AGREEMENTS, agreement, stream=AGREEMENT.stream(agreement))
    own_post(caller, found["post"])
    return found
