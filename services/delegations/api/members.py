"""The members of a delegation: registered, submitted, accredited or refused, and read as a roster."""

from datetime import date
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints

from services.delegations.api.access import known_person, known_visit
from services.delegations.api.bodies import Body
from services.delegations.api.own_countries import own_visit
from services.delegations.domain.accreditation import Accredit, ArrangeTravel, Refuse, Submit, Withdraw
from services.delegations.domain.contingent import CONTINGENT, Free, Take, contingent_id
from services.delegations.domain.roster import ROSTER, Enter
from services.delegations.views.rosters import ROSTERS
from shared.clock import now
from shared.contracts.delegations.roster import Function
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.reading import Read
from shared.http.types import Id, Text

router = APIRouter(prefix="/delegations/{delegation}/members", tags=["members"])

Staff = Annotated[Caller, allow("hq", "partnerships", "post", "embassy")]
OFFICE = allow("hq", "partnerships")
LanguageCode = Annotated[str, StringConstraints(pattern="^[a-z]{2}$")]


class Registration(Body):
    """What a member tells of the visit; `interpreter` is the ISO 639-1 code of the language that needs one."""

    interpreter: LanguageCode | None = None
    interests: tuple[Text, ...] = Field((), max_length=100)


class NewMember(Registration):
    """`person` is the id of a record that was put before."""

    person: Id
    function: Function


class Refusal(Body):
    reason: Text


class Travel(Body):
    """The second form: the days of the stay, and whether a visa is needed."""

    arrives_on: date
    leaves_on: date
    visa: bool


@router.post("", status_code=201)
async def register_member(request: Request, delegation: Id, body: NewMember, caller: Staff, write: Write) -> Receipt:
    """Register a person, invited or not; the same member again changes nothing."""
    visit = await own_visit(request, caller, delegation)
    await known_person(request, body.person)
    return await write(Task(ROSTER, delegation, Enter(visit, **body.model_dump(), at=now())))


@router.post("/{person}/submit")
async def submit_member(request: Request, delegation: Id, person: Id, caller: Staff, write: Write) -> Receipt:
    """Hand a registration in for accreditation."""
    visit = await own_visit(request, caller, delegation)
    return await write(Task(ROSTER, delegation, Submit(visit, person)))


@router.post("/{person}/accredit", dependencies=[OFFICE])
async def accredit_member(request: Request, delegation: Id, person: Id, write: Write) -> Receipt:
    """Accredit a member of a confirmed delegation, within its country's quota; the member then has a badge."""
    visit = await known_visit(request, delegation)
    fair, country = visit.fair.announced.fair, visit.country
    take = Take(fair, country, person, visit.fair.quota_of(country))
    return await write(
        Task(ROSTER, delegation, Accredit(visit, person, uuid4().hex)),
        Task(CONTINGENT, contingent_id(fair, country), take),
    )


@router.post("/{person}/refuse", dependencies=[OFFICE])
async def refuse_member(request: Request, delegation: Id, person: Id, body: Refusal, write: Write) -> Receipt:
    """Refuse accreditation."""
    visit = await known_visit(request, delegation)
    return await write(Task(ROSTER, delegation, Refuse(visit, person, body.reason)))


@router.post("/{person}/withdraw")
async def withdraw_member(request: Request, delegation: Id, person: Id, caller: Staff, write: Write) -> Receipt:
    """Take a member out who does not come after all; its place in the quota is free again."""
    visit = await own_visit(request, caller, delegation)
    fair, country = visit.fair.announced.fair, visit.country
    return await write(
        Task(ROSTER, delegation, Withdraw(visit, person)),
        Task(CONTINGENT, contingent_id(fair, country), Free(fair, country, person)),
    )


@router.post("/{person}/travel")
async def arrange_travel(
    request: Request, delegation: Id, person: Id, body: Travel, caller: Staff, write: Write
) -> Receipt:
    """Fill in the second form for an accredited member; another one takes its place."""
    visit = await own_visit(request, caller, delegation)
    return await write(Task(ROSTER, delegation, ArrangeTravel(visit, person, **body.model_dump())))


@router.get("")
async def get_roster(request: Request, delegation: Id, caller: Staff, read: Read) -> dict[str, Any]:
    """All members by person id, with their functions and how far each has come."""
    await own_visit(request, caller, delegation)
    return await read.one(ROSTERS, delegation, stream=ROSTER.stream(delegation))
