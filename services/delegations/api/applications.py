"""A day's rules, and the companies that apply for it; a company applies for itself and sees its own application."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import AwareDatetime, Field

from services.delegations.api.access import (
    acts_for,
    approved_company,
    known_company,
    known_day,
    known_person,
    own_part,
    own_post,
)
from services.delegations.api.bodies import Body
from services.delegations.api.seats import seated
from services.delegations.domain.company_merging import unmerged
from services.delegations.domain.day import DAY
from services.delegations.domain.day_selection import Apply, Refuse, Select, SetRules, WithdrawApplication
from services.delegations.views.days import DAYS
from shared.clock import now
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Read
from shared.http.types import Id, Text

router = APIRouter(prefix="/days/{day}", tags=["applications"])

Organiser = Annotated[Caller, allow("partnerships", "post")]
OrganiserOrCompany = Annotated[Caller, seated("partnerships", "post", "company")]
Reader = Annotated[Caller, seated("hq", "partnerships", "post", "company")]


class Rules(Body):
    """The rules from now on, whole: instants after which it is too late; what is left out is not limited."""

    apply_by: AwareDatetime | None = Field(None, description="companies apply until then")
    request_by: AwareDatetime | None = Field(None, description="meetings are requested until then")
    answer_by: AwareDatetime | None = Field(None, description="requests that wait for an answer expire then")
    needs_acceptance: bool = Field(False, description="whether further requests wait for the other side")
    company_places: int | None = Field(None, ge=1, le=10_000)


class NewApplication(Body):
    """A registered company wants to take part; `contact` is the id of the person to write to."""

    company: Id
    name: Text
    contact: Id


class Selected(Body):
    """`absent` are the numbers, from 0, of the slots in which the company cannot meet."""

    absent: tuple[int, ...] = Field((), max_length=96)


class Refusal(Body):
    reason: Text


@router.put("/rules")
async def set_rules(request: Request, day: Id, body: Rules, caller: Organiser, write: Write) -> Receipt:
    """Set the day's rules, whole; the same rules again change nothing."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, SetRules(day, **body.model_dump())))


@router.post("/applications", status_code=201)
async def apply(request: Request, day: Id, body: NewApplication, caller: OrganiserOrCompany, write: Write) -> Receipt:
    """Apply for a day, a company for itself only; the same application again changes nothing."""
    organiser = await acts_for(request, caller, day, body.company)
    unmerged(await known_company(request, body.company))
    await known_person(request, body.contact)
    return await write(Task(DAY, day, Apply(day, body.company, body.name, body.contact, now(), organiser)))


@router.post("/applications/{company}/withdraw")
async def withdraw_application(
    request: Request, day: Id, company: Id, caller: OrganiserOrCompany, write: Write
) -> Receipt:
    """Take back an application that was not decided yet."""
    organiser = await acts_for(request, caller, day, company)
    return await write(Task(DAY, day, WithdrawApplication(day, company, organiser)))


@router.post("/applications/{company}/select")
async def select_company(
    request: Request, day: Id, company: Id, body: Selected, caller: Organiser, write: Write
) -> Receipt:
    """Let an approved company that applied take part, also one that this day had refused before."""
    await known_day(request, caller, day)
    await approved_company(request, company)
    return await write(Task(DAY, day, Select(day, company, body.absent)))


@router.post("/applications/{company}/refuse")
async def refuse_company(
    request: Request, day: Id, company: Id, body: Refusal, caller: Organiser, write: Write
) -> Receipt:
    """Refuse a company that applied; nobody can ask for a meeting with it then."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, Refuse(day, company, body.reason)))


@router.get("/applications/{company}")
async def get_application(day: Id, company: Id, caller: Reader, read: Read) -> dict[str, Any]:
    """How a company's application stands; all of a day's stand in the day itself."""
    own_part(caller, day, company)
    found = await read.one(DAYS, day, stream=DAY.stream(day))
    own_post(caller, found["post"])
    application: dict[str, Any] | None = found.get("applications", {}).get(company)
    if application is None:
        raise Problem(404, "application-unknown", f"company {company} has not applied for day {day}")
    return {"company": company, **application}
