"""Associations of companies: founded by the organiser; an association and its members see their own."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import AfterValidator

from services.delegations.api.access import approved_company, own_company
from services.delegations.api.bodies import Body
from services.delegations.api.companies import named
from services.delegations.api.staff import Member, NewStaff, managed_company, manages, members
from services.delegations.domain.association import (
    ASSOCIATION,
    Admit,
    AppointStaff,
    Association,
    DismissStaff,
    Found,
    Leave,
)
from services.delegations.domain.labels import company_id
from services.delegations.views.associations import ASSOCIATIONS
from shared.eventing.decider import Refused
from shared.eventing.records import Register
from shared.eventing.store import Store, Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/associations", tags=["associations"])

ORGANISER = allow("hq", "partnerships")
Own = Annotated[Caller, allow("hq", "partnerships", "company")]
Reader = Annotated[Caller, allow("hq", "partnerships", "post", "embassy", "company")]


class NewAssociation(Body):
    """The association's id is derived from its name, as a company's is; its token is that of a company with this id."""

    name: Annotated[Text, AfterValidator(named)]
    country: Country


class OneMember(Body):
    company: Id


@router.post("", status_code=201, dependencies=[ORGANISER])
async def found_association(body: NewAssociation, write: Write) -> Receipt:
    """Enter an association; the receipt has its id. The same association again changes nothing."""
    association = company_id(body.name) or ""
    return await write(Task(ASSOCIATION, association, Found(association, body.name, body.country)))


@router.post("/{association}/admit")
async def admit_member(request: Request, association: Id, body: OneMember, caller: Own, write: Write) -> Receipt:
    """Make an approved company a member; a member again changes nothing."""
    await _managed(request, caller, association)
    await approved_company(request, body.company)
    return await write(Task(ASSOCIATION, association, Admit(association, body.company)))


@router.post("/{association}/leave")
async def leave_association(request: Request, association: Id, body: OneMember, caller: Own, write: Write) -> Receipt:
    """End a membership, as the association, the company itself, or the organiser."""
    if caller.company == body.company:
        await managed_company(request, caller, body.company)
    else:
        await _managed(request, caller, association)
    return await write(Task(ASSOCIATION, association, Leave(association, body.company)))


@router.post("/{association}/staff", status_code=201)
async def appoint_association_staff(
    request: Request, association: Id, body: NewStaff, caller: Own, write: Write
) -> Receipt:
    """Appoint a person, or give another role or record; the same again changes nothing."""
    known, person = await _managed(request, caller, association), body.person(association)
    command = AppointStaff(association, person.id, body.role)
    ASSOCIATION.decide(known, command)
    people: Register = request.app.state.people
    await people.put(person.id, person)
    return await write(Task(ASSOCIATION, association, command))


@router.post("/{association}/staff/{person}/dismiss")
async def dismiss_association_staff(
    request: Request, association: Id, person: Id, caller: Own, write: Write
) -> Receipt:
    """End a person's acting for the association; the last manager stays until there is another one."""
    await _managed(request, caller, association)
    return await write(Task(ASSOCIATION, association, DismissStaff(association, person)))


@router.get("/{association}/staff")
async def list_association_staff(request: Request, association: Id, caller: Own) -> list[Member]:
    """The staff of an association, as they are now."""
    own_company(caller, association)
    return await members(request, (await _known(request, association)).staff)


@router.get("")
async def list_associations(caller: Reader, read: Read) -> Page:
    """The associations; to a company its own: the one that it is, and those of which it is a member."""
    own = {"$or": [{"_id": caller.company}, {"members": caller.company}]}
    return await read.page(ASSOCIATIONS, own if caller.company else {})


@router.get("/{association}")
async def get_association(association: Id, caller: Reader, read: Read) -> dict[str, Any]:
    """One association; to a company that has no part in it, it does not exist. Staff are shown to itself only."""
    found = await read.one(ASSOCIATIONS, association, stream=ASSOCIATION.stream(association))
    if caller.company and caller.company != association:
        if caller.company not in found["members"]:
            raise Problem(404, "not-found", f"there is no {association} in {ASSOCIATIONS.name}")
        return {name: value for name, value in found.items() if name != "staff"}
    return found


async def _managed(request: Request, caller: Caller, association: str) -> Association:
    """The association. Raises Problem 403 where the caller may not change its members or staff, 404 for none."""
    own_company(caller, association)
    known = await _known(request, association)
    manages(caller, association, known.staff)
    return known


async def _known(request: Request, association: str) -> Association:
    store: Store = request.app.state.store
    known, _ = await store.load(ASSOCIATION, association)
    if known.founded is None:
        raise Refused("association-unknown", f"there is no association {association}")
    return known
