"""Delegations: registered for a fair, confirmed or refused by the Partnerships Office."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field

from services.delegations.api.access import known_fair, known_person
from services.delegations.api.bodies import Body
from services.delegations.api.own_countries import countries_of, own_country
from services.delegations.domain.delegation import DELEGATION, Confirm, Refuse, Register
from services.delegations.views.delegations import DELEGATIONS
from shared.clock import now
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/delegations", tags=["delegations"])

Staff = Annotated[Caller, allow("hq", "partnerships", "post", "embassy")]


class NewDelegation(Body):
    """A country's visit to a fair; `head` is the id of the person who leads it, `interests` are categories."""

    id: Id
    fair: Id
    country: Country
    head: Id
    interests: tuple[Text, ...] = Field(min_length=1, max_length=100)


class Refusal(Body):
    reason: Text


@router.post("", status_code=201)
async def register_delegation(request: Request, body: NewDelegation, caller: Staff, write: Write) -> Receipt:
    """Register a delegation, a post or an embassy of a country that it covers; the same again changes nothing."""
    await own_country(request, caller, body.country)
    fair = await known_fair(request, body.fair)
    await known_person(request, body.head)
    command = Register(body.id, **body.model_dump(exclude={"id"}), at=now(), to=fair)
    return await write(Task(DELEGATION, body.id, command))


@router.post("/{delegation}/confirm", dependencies=[allow("partnerships")])
async def confirm_delegation(delegation: Id, write: Write) -> Receipt:
    """Confirm a delegation; the French exhibitors that it should meet are matched soon after."""
    return await write(Task(DELEGATION, delegation, Confirm(delegation)))


@router.post("/{delegation}/refuse", dependencies=[allow("partnerships")])
async def refuse_delegation(delegation: Id, body: Refusal, write: Write) -> Receipt:
    """Refuse a delegation."""
    return await write(Task(DELEGATION, delegation, Refuse(delegation, body.reason)))


@router.get("")
async def list_delegations(request: Request, caller: Staff, read: Read, fair: Id | None = None) -> Page:
    """The delegations, of one fair where asked for; a post or an embassy sees those of the countries that it covers."""
    countries = await countries_of(request, caller)
    own = {} if countries is None else {"country": {"$in": sorted(countries)}}
    return await read.page(DELEGATIONS, ({"fair": fair} if fair else {}) | own)


@router.get("/{delegation}")
async def get_delegation(request: Request, delegation: Id, caller: Staff, read: Read) -> dict[str, Any]:
    """One delegation with its matches, which are null until they are known."""
    found = await read.one(DELEGATIONS, delegation, stream=DELEGATION.stream(delegation))
    await own_country(request, caller, found["country"])
    return found
