"""The timetable of a buyer-meeting day: its rules; solved as often as wanted, one draft reviewed, published, frozen."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import Field

from services.delegations.api.access import known_day
from services.delegations.api.bodies import Body
from services.delegations.domain.day import DAY
from services.delegations.domain.day_problem import problem
from services.delegations.domain.day_timetable import Draft, Freeze, Publish, Review, solvable
from services.delegations.domain.timetable_rules import SetTimetableRules
from services.delegations.solver import Solver
from services.delegations.timetable.model import Timetable
from shared.contracts.delegations.timetable_parts import Aim, TimetableRules
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.types import Id

router = APIRouter(prefix="/days/{day}/timetable", tags=["timetable"])

Organiser = Annotated[Caller, allow("partnerships", "post")]


class Solving(Body):
    """A new timetable with this id, the best that is found within so many seconds."""

    id: Id
    seconds: float = Field(10, gt=0, le=60)


class Chosen(Body):
    """The timetable that is meant, so that nobody publishes one that was replaced meanwhile."""

    id: Id


class NewQuota(Body):
    """The most meetings of one participant, whatever its side may have."""

    participant: Id
    most: int = Field(ge=0, le=96)


class NewRules(Body):
    """Which requests are held where not all fit, and for whom; from now on, whole.

    Requests are chosen by weight: a rank is worth 10 (the first) to 1 (the tenth, any behind, or none), acceptance by
    the other side 10 more; with `first` "rank" a rank is worth 20 to 2 and acceptance 1. The heaviest choice that fits
    is held; behind that counts what `order` names, the first most: as few meetings as possible missing to the
    participants' shares (`fairness`), `breaks`, `waits` and `table-changes` as few as are found in time. A break is a
    run of slots without a meeting between two meetings of somebody, a wait each of these slots in which it is there.
    What is left out is not limited, and in `order` does not count.
    """

    must_hold: Literal["all", "accepted", "none"] = Field(
        "none", description="which requests may not be left out: if they do not fit, there is no timetable"
    )
    first: Literal["acceptance", "rank"] = Field("acceptance", description="what makes a request heavier above all")
    most_per_company: int | None = Field(None, ge=0, le=96, description="meetings of a company")
    most_per_buyer: int | None = Field(None, ge=0, le=96, description="meetings of a buyer")
    white_space: int = Field(0, ge=0, le=96, description="slots that everybody is there for and has no meeting in")
    quotas: tuple[NewQuota, ...] = Field((), max_length=2000, description="in place of what the side may have")
    share: int = Field(
        50, ge=0, le=100, description="percentage of the meetings it could have at most that is anybody's share"
    )
    breaks_apart: int | None = Field(
        None, ge=0, le=48, description="breaks that one participant may have more than another; if not, no timetable"
    )
    order: tuple[Aim, ...] = Field(
        ("fairness", "breaks", "waits", "table-changes"),
        max_length=4,
        description="what counts behind the weight, in this order",
    )

    @property
    def rules(self) -> TimetableRules:
        """The rules as the events have them, in which waits have a field of their own."""
        order = tuple(term for term in self.order if term != "waits")
        aims = self.order if "waits" in self.order else None
        return TimetableRules(**self.model_dump(exclude={"order"}), order=order, aims=aims)


@router.put("/rules")
async def set_timetable_rules(request: Request, day: Id, body: NewRules, caller: Organiser, write: Write) -> Receipt:
    """Set the timetable's rules, whole; drafts that still keep them may be reviewed. The same again changes nothing."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, SetTimetableRules(day, body.rules)))


@router.post("/rules/lift")
async def lift_timetable_rules(request: Request, day: Id, caller: Organiser, write: Write) -> Receipt:
    """Go back to a timetable that holds every request that stands, as at first."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, SetTimetableRules(day, None)))


@router.post("/solve")
async def solve_timetable(request: Request, day: Id, body: Solving, caller: Organiser, write: Write) -> Receipt:
    """Draft a timetable of all requests that stand, or, under rules, of the best choice; earlier drafts are kept.

    An id that was drafted before changes nothing.
    """
    planned = await known_day(request, caller, day)
    answer = Timetable("unknown")
    if body.id not in planned.drafts:
        solvable(planned)
        solver: Solver = request.app.state.solver
        answer = await solver.solve(problem(planned), body.seconds)
    return await write(Task(DAY, day, Draft(day, body.id, answer)))


@router.post("/review")
async def review_timetable(request: Request, day: Id, body: Chosen, caller: Organiser, write: Write) -> Receipt:
    """Approve a draft, the latest or any other that fits the day as it is now; it takes the place of one before."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, Review(day, body.id)))


@router.post("/publish")
async def publish_timetable(request: Request, day: Id, body: Chosen, caller: Organiser, write: Write) -> Receipt:
    """Publish the reviewed timetable: every participant is told its own appointments."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, Publish(day, body.id)))


@router.post("/freeze")
async def freeze_timetable(request: Request, day: Id, body: Chosen, caller: Organiser, write: Write) -> Receipt:
    """Let the published timetable change no more; its meetings can still be cancelled. Again changes nothing."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, Freeze(day, body.id)))
