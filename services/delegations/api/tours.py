"""Tours: a delegation's visits to stands, and why it should visit which exhibitor."""

from datetime import date, time
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel

from services.delegations.api.access import approved_company, known_visit
from services.delegations.api.bodies import Body
from services.delegations.api.members import OFFICE, Staff
from services.delegations.api.own_countries import own_visit
from services.delegations.company_histories import exhibitors
from services.delegations.domain.clock_times import instants
from services.delegations.domain.delegation import DELEGATION
from services.delegations.domain.matching import Reason, explained
from services.delegations.domain.roster import ROSTER
from services.delegations.domain.tour import TOUR, CancelVisit, PlanVisit
from services.delegations.showcase_histories import published
from services.delegations.views.tours import TOURS
from shared.contracts.delegations.tour import StandVisitPlanned
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.problems import Problem
from shared.http.reading import Read
from shared.http.types import Id, Text
from shared.service import Service

router = APIRouter(prefix="/delegations/{delegation}", tags=["tours"])


class NewVisit(Body):
    """A visit to a company's stand on a day of the fair, between two clock times there."""

    id: Id
    company: Id
    day: date
    starts: time
    ends: time
    hall: Text | None = None
    stand: Text | None = None


class Cancellation(Body):
    reason: Text


class Suggestion(BaseModel):
    """Why this company: each category that it shows with whose interest it meets, the most telling first.

    A reason also says what the company can do there in its own words, and what it makes that the ministry uses.
    """

    company: str
    name: str
    reasons: list[Reason]
    because: str


@router.post("/visits", status_code=201, dependencies=[OFFICE])
async def plan_visit(request: Request, delegation: Id, body: NewVisit, write: Write) -> Receipt:
    """Plan a visit to an exhibitor's stand; the same visit again changes nothing."""
    visit = await known_visit(request, delegation)
    company = await approved_company(request, body.company)
    fair = visit.fair
    try:
        zone = fair.details.time_zone if fair.details else "UTC"
        starts_at, ends_at = instants(body.day, (body.starts, body.ends), zone)
    except ValueError as error:
        raise Problem(422, "invalid-request", f"body.starts, body.ends: {error}") from error
    planned = StandVisitPlanned(
        delegation=delegation,
        fair=fair.announced.fair,
        visit=body.id,
        starts_at=starts_at,
        ends_at=ends_at,
        **body.model_dump(include={"company", "hall", "stand"}),
    )
    exhibits = fair.announced.fair in company.lists
    return await write(Task(TOUR, delegation, PlanVisit(planned, fair, exhibits)))


@router.post("/visits/{visit}/cancel", dependencies=[OFFICE])
async def cancel_visit(delegation: Id, visit: Id, body: Cancellation, write: Write) -> Receipt:
    """Cancel a visit; again changes nothing."""
    return await write(Task(TOUR, delegation, CancelVisit(visit, body.reason)))


@router.get("/visits")
async def get_tour(request: Request, delegation: Id, caller: Staff, read: Read) -> dict[str, Any]:
    """The delegation's visits to stands; instants are UTC."""
    await own_visit(request, caller, delegation)
    return await read.one(TOURS, delegation, stream=TOUR.stream(delegation))


@router.get("/suggestions")
async def list_suggestions(request: Request, delegation: Id, caller: Staff) -> list[Suggestion]:
    """The French exhibitors that have something where the interests of the delegation or of its members are, as of now.

    Counted are the list's categories, those that a company declares, its capabilities, and the showcase.
    """
    visit = await own_visit(request, caller, delegation)
    service: Service = request.app.state.service
    known, _ = await service.store.load(DELEGATION, delegation)
    roster, _ = await service.store.load(ROSTER, delegation)
    fair = visit.fair.announced.fair
    wishes = {"delegation": known.registered.interests if known.registered else ()} | {
        person: member.registered.interests
        for person, member in roster.members.items()
        if member.registered and member.status not in ("refused", "withdrawn")
    }
    found = explained(fair, wishes, await exhibitors(service.mongo, fair), await published(service.mongo))
    return [
        Suggestion(
            company=each.company, name=each.name, reasons=list(each.reasons), because="; ".join(map(str, each.reasons))
        )
        for each in found
    ]
