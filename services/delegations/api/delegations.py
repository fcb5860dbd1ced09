"""Delegations: registered for a fair, confirmed or refused by the Partnerships Office."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import Field

from services.delegations.api.access import known_fair, known_person
from services.delegations.api.bodies import Body
from services.delegations.domain.delegation import DELEGATION, Confirm, Refuse, Register
from services.delegations.views.delegations import DELEGATIONS
from shared.clock import now
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import allow
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/delegations", tags=["delegations"])

STAFF = allow("hq", "partnerships", "post", "embassy")


class NewDelegation(Body):
    """A country's visit to a fair; `head` is the id of the person who leads it, `interests` are categories."""

    id: Id
    fair: Id
    country: Country
    head: Id
    interests: tuple[Text, ...] = Field(min_length=1, max_length=100)


class Refusal(Body):
    reason: Text


@router.post("", status_code=201, dependencies=[STAFF])
async def register_delegation(request: Request, body: NewDelegation, write: Write) -> Receipt:
    """Register a delegation; the same delegation again changes nothing."""
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


@router.get("", dependencies=[STAFF])
async def list_delegations(read: Read, fair: Id | None = None) -> Page:
    """The delegations, of one fair where asked for."""
    return await read.page(DELEGATIONS, {"fair": fair} if fair else {})


@router.get("/{delegation}", dependencies=[STAFF])
async def get_delegation(delegation: Id, read: Read) -> dict[str, Any]:
    """One delegation with its matches, which are null until they are known."""
    return await read.one(DELEGATIONS, delegation, stream=DELEGATION.stream(delegation))
