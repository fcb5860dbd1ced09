"""Vetting: companies that registered themselves are approved or refused; any may be suspended and reinstated."""

from typing import Annotated

from fastapi import APIRouter, Request

from services.delegations.api.bodies import Body
from services.delegations.api.sirens import own_siren
from services.delegations.api.staff import managed_company
from services.delegations.domain.company import COMPANY
from services.delegations.domain.company_vetting import Apply, Approve, Refuse, Reinstate, Suspend
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.types import Id, Text

router = APIRouter(prefix="/companies", tags=["companies"])

ORGANISER = allow("hq", "partnerships")
Writer = Annotated[Caller, allow("hq", "partnerships", "company")]


class Why(Body):
    """The company reads the reason."""

    reason: Text


@router.post("/{company}/apply")
async def apply_again(request: Request, company: Id, caller: Writer, write: Write) -> Receipt:
    """A refused company asks again, and is pending then."""
    await managed_company(request, caller, company)
    return await write(Task(COMPANY, company, Apply(company)))


@router.post("/{company}/approve", dependencies=[ORGANISER])
async def approve_company(request: Request, company: Id, write: Write) -> Receipt:
    """Approve a pending company; again changes nothing. A refused one must ask again first.

    One that has the SIREN of a company that takes part already is not approved.
    """
    await own_siren(request, company)
    return await write(Task(COMPANY, company, Approve(company)))


@router.post("/{company}/refuse", dependencies=[ORGANISER])
async def refuse_company(company: Id, body: Why, write: Write) -> Receipt:
    """Refuse a pending company; again for the same reason changes nothing."""
    return await write(Task(COMPANY, company, Refuse(company, body.reason)))


@router.post("/{company}/suspend", dependencies=[ORGANISER])
async def suspend_company(company: Id, body: Why, write: Write) -> Receipt:
    """Suspend an approved company; again for the same reason changes nothing."""
    return await write(Task(COMPANY, company, Suspend(company, body.reason)))


@router.post("/{company}/reinstate", dependencies=[ORGANISER])
async def reinstate_company(company: Id, write: Write) -> Receipt:
    """End a suspension."""
    return await write(Task(COMPANY, company, Reinstate(company)))
