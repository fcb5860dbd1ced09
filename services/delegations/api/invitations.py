"""Invitations: persons invited one by one or by a list, each with a link that registers that person and nobody else."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from services.delegations.api.access import known_person, known_visit
from services.delegations.api.bodies import Body
from services.delegations.api.members import OFFICE, Registration, Staff, Travel
from services.delegations.api.own_countries import own_visit
from services.delegations.domain import guest_list
from services.delegations.domain.accreditation import ArrangeTravel
from services.delegations.domain.guest_list import UnreadableList
from services.delegations.domain.roster import ROSTER, Answer, Invite
from services.delegations.guest_ids import person_id
from shared.clock import now
from shared.contracts.delegations.roster import Function, Guest
from shared.contracts.invitation_links import Forged, Invitation, opened, page_path, signed
from shared.contracts.people import Person
from shared.eventing.decider import Refused
from shared.eventing.records import Register
from shared.eventing.store import Store, Task
from shared.http.commands import Receipt, Write
from shared.http.identity import public
from shared.http.limits import allow_body
from shared.http.problems import Problem
from shared.http.types import Id

router = APIRouter(tags=["invitations"])

LIST_LIMIT = 1_000_000  # bytes; two thousand rows need a tenth
LIST_BODY = {
    "requestBody": {
        "required": True,
        "description": "columns name, mail, function (member, companion, interpreter), perhaps language (fr, en); "
        "separated by semicolon, comma or tab; in UTF-8, UTF-16 with its mark, or Windows-1252",
        "content": {"text/csv": {"schema": {}}},
    }
}


class NewInvitation(Body):
    """`person` is the id of a record that was put before."""

    person: Id
    function: Function


class Link(BaseModel):
    """Where the invited person registers, under this service's public address: `page` by hand, `path` by a program."""

    person: str
    path: str
    page: str


class Opened(BaseModel):
    """What a link is for; it says no name, because links are forwarded."""

    fair: str
    edition: str
    country: str
    starts_on: str
    ends_on: str
    function: Function
    status: str


class Taken(BaseModel):
    """How many persons the list invites, those invited by an earlier list included, and the roster's version."""

    id: str
    version: int
    invited: int


@router.post("/delegations/{delegation}/invitations", status_code=201)
async def invite_person(request: Request, delegation: Id, body: NewInvitation, caller: Staff, write: Write) -> Receipt:
    """Invite one person; again changes nothing."""
    visit = await own_visit(request, caller, delegation)
    await known_person(request, body.person)
    guests = (Guest(person=body.person, function=body.function),)
    return await write(Task(ROSTER, delegation, Invite(visit, guests, now())))


@router.post("/delegations/{delegation}/invitations/import", openapi_extra=LIST_BODY)
@allow_body(LIST_LIMIT)
async def invite_list(request: Request, delegation: Id, caller: Staff, write: Write) -> Taken:
    """Invite everybody on a list, or nobody where a row is wrong; the same list again changes nothing."""
    visit = await own_visit(request, caller, delegation)
    try:
        rows = await asyncio.to_thread(guest_list.parse, await request.body())
    except UnreadableList as error:
        wrong = [{"line": each.line, "reason": each.reason} for each in error.wrong]
        raise Problem(400, "unreadable-list", str(error), rows=wrong) from error
    known = await _by_mail(request, delegation)
    people = {known.get(row.mail) or person_id(delegation, row.mail, _secret(request)): row for row in rows}
    guests = tuple(Guest(person=id, function=row.function) for id, row in people.items())
    receipt = await write(Task(ROSTER, delegation, Invite(visit, guests, now())))
    # After the commit, so that a refusal leaves no record; a list that was cut off here can simply be sent again.
    register: Register = request.app.state.people
    for id, row in people.items():
        if row.mail not in known:
            await register.put(id, Person(id=id, name=row.name, mail=row.mail, language=row.language))
    return Taken(id=receipt.id, version=receipt.version, invited=len(guests))


@router.get("/delegations/{delegation}/invitations/{person}/link", dependencies=[OFFICE])
async def get_link(request: Request, delegation: Id, person: Id) -> Link:
    """The link of one invited person, as it is mailed; whoever has it can fill in that person's forms."""
    await known_visit(request, delegation)
    store: Store = request.app.state.store
    roster, _ = await store.load(ROSTER, delegation)
    roster.member(person)
    token = signed(Invitation(delegation, person), _secret(request))
    return Link(person=person, path=f"/invitations/{token}", page=page_path(token))


async def _opened(request: Request, token: str) -> Invitation:
    try:
        return opened(token, _secret(request))
    except Forged as error:
        detail = "this link was not made here, or was cut or changed on its way"
        raise Problem(400, "invitation-forged", detail) from error


Bearer = Annotated[Invitation, Depends(_opened)]


@router.get("/invitations/{token}", dependencies=[public])
async def open_invitation(request: Request, invitation: Bearer) -> Opened:
    """What the link is for."""
    visit = await known_visit(request, invitation.delegation)
    store: Store = request.app.state.store
    roster, _ = await store.load(ROSTER, invitation.delegation)
    member = roster.member(invitation.person)
    days = visit.fair.announced.model_dump(mode="json", include={"edition", "starts_on", "ends_on"})
    name = visit.fair.announced.name
    return Opened(fair=name, country=visit.country, function=member.function, status=member.status, **days)


@router.post("/invitations/{token}/register", dependencies=[public])
async def register_invited(request: Request, invitation: Bearer, body: Registration, write: Write) -> Receipt:
    """Register the person that the link names; only the first time counts, later ones change nothing."""
    visit = await known_visit(request, invitation.delegation)
    await _not_erased(request, invitation.person)
    command = Answer(visit, invitation.person, **body.model_dump(), at=now())
    return await write(Task(ROSTER, invitation.delegation, command))


@router.post("/invitations/{token}/travel", dependencies=[public])
async def arrange_own_travel(request: Request, invitation: Bearer, body: Travel, write: Write) -> Receipt:
    """Fill in the second form of the person that the link names, once accredited."""
    visit = await known_visit(request, invitation.delegation)
    command = ArrangeTravel(visit, invitation.person, **body.model_dump())
    return await write(Task(ROSTER, invitation.delegation, command))


async def _by_mail(request: Request, delegation: str) -> dict[str, str]:
    """The members of a delegation by their addresses: whoever is known stays who they are, and as they are."""
    store: Store = request.app.state.store
    register: Register = request.app.state.people
    roster, _ = await store.load(ROSTER, delegation)
    records = {person: await register.get(person) for person in roster.members}
    return {record["mail"].lower(): person for person, record in records.items() if record and record["mail"]}


async def _not_erased(request: Request, person: str) -> None:
    """Raises Refused `invitation-withdrawn`: who had their record erased is not to be registered by anybody."""
    register: Register = request.app.state.people
    if await register.get(person) is None:
        raise Refused("invitation-withdrawn", "the record of the invited person was erased")


def _secret(request: Request) -> str:
    secret: str = request.app.state.link_secret
    return secret
