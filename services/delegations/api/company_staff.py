"""Who acts for a company: appointed and dismissed by itself or by the organiser."""

from typing import Annotated

from fastapi import APIRouter, Request

from services.delegations.api.access import known_company, own_company
from services.delegations.api.staff import Member, NewStaff, managed_company, members
from services.delegations.domain.company import COMPANY
from services.delegations.domain.company_staff import Appoint, Dismiss
from shared.eventing.records import Register
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.types import Id

router = APIRouter(prefix="/companies/{company}/staff", tags=["companies"])

Own = Annotated[Caller, allow("hq", "partnerships", "company")]


@router.post("", status_code=201)
async def appoint_staff(request: Request, company: Id, body: NewStaff, caller: Own, write: Write) -> Receipt:
    """Appoint a person, or give another role or record; the same again changes nothing."""
    await managed_company(request, caller, company)
    person = body.person(company)
    command = Appoint(company, person.id, body.role)
    COMPANY.decide(await known_company(request, company), command)  # no record of a person who cannot be appointed
    people: Register = request.app.state.people
    await people.put(person.id, person)
    return await write(Task(COMPANY, company, command))


@router.post("/{person}/dismiss")
async def dismiss_staff(request: Request, company: Id, person: Id, caller: Own, write: Write) -> Receipt:
    """End a person's acting for the company; the last manager stays until there is another one."""
    await managed_company(request, caller, company)
    return await write(Task(COMPANY, company, Dismiss(company, person)))


@router.get("")
async def list_staff(request: Request, company: Id, caller: Own) -> list[Member]:
    """The staff of a company, as they are now."""
    own_company(caller, company)
    return await members(request, (await known_company(request, company)).staff)
