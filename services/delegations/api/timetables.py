"""The timetable of a buyer-meeting day: solved, reviewed, published."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from services.delegations.api.access import known_day
from services.delegations.domain.day import DAY
from services.delegations.domain.day_timetable import Draft, Publish, Review, problem, solvable
from services.delegations.solver import Solver
from services.delegations.timetable.model import Timetable
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.types import Id

router = APIRouter(prefix="/days/{day}/timetable", tags=["timetable"])

Organiser = Annotated[Caller, allow("partnerships", "post")]


class Solving(BaseModel):
    """A new timetable with this id, the best that is found within so many seconds."""

    model_config = ConfigDict(extra="forbid")

    id: Id
    seconds: float = Field(10, gt=0, le=60)


class Chosen(BaseModel):
    """The timetable that is meant, so that nobody publishes one that was replaced meanwhile."""

    model_config = ConfigDict(extra="forbid")

    id: Id


@router.post("/solve")
async def solve_timetable(request: Request, day: Id, body: Solving, caller: Organiser, write: Write) -> Receipt:
    """Draft a timetable that holds every requested meeting; an id that was drafted before changes nothing."""
    planned = await known_day(request, caller, day)
    answer = Timetable("unknown")
    if body.id not in planned.drafts:
        solvable(planned)
        solver: Solver = request.app.state.solver
        answer = await solver.solve(problem(planned), body.seconds)
    return await write(Task(DAY, day, Draft(day, body.id, answer)))


@router.post("/review")
async def review_timetable(request: Request, day: Id, body: Chosen, caller: Organiser, write: Write) -> Receipt:
    """Approve the latest draft."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, Review(day, body.id)))


@router.post("/publish")
async def publish_timetable(request: Request, day: Id, body: Chosen, caller: Organiser, write: Write) -> Receipt:
    """Publish the reviewed timetable: every participant is told its own appointments."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, Publish(day, body.id)))
