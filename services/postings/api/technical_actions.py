"""Technical actions over HTTP: a post asks and plans, the directorate whose officers go approves."""

from datetime import date
from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request
from pydantic import Field

from services.postings.api.bodies import Body, Euros, Prose, Year
from services.postings.api.references import READERS, known_priority, open_post
from services.postings.api.speakers import own, own_post, reach
from services.postings.domain import technical_action_commands as commands
from services.postings.domain.technical_action import TECHNICAL_ACTION
from services.postings.domain.technical_action_course import Status
from services.postings.domain.themes import Theme
from services.postings.views.technical_actions import TECHNICAL_ACTIONS
from services.postings.views.technical_figures import TECHNICAL_FIGURES
from shared.contracts.postings.fact import Directorate
from shared.contracts.postings.technical_action import TechnicalActionKind
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/technical-actions", tags=["technical actions"])
plan_router = APIRouter(prefix="/technical-plan", tags=["technical actions"])

Reader = Annotated[Caller, allow(*READERS)]
Planner = Annotated[Caller, allow("hq", "post")]
DirectorateCaller = Annotated[Caller, allow("directorate")]
OfYear = Annotated[int | None, Query(ge=2000, le=2100)]


class NewAction(Body):
    """A need of a service of the country, the `beneficiary`; it counts in the plan of `year`."""

    action: Id
    post: Id
    country: Country
    theme: Theme
    year: Year
    title: Text
    kind: TechnicalActionKind
    beneficiary: Text
    need: Prose
    priority: Id | None = None


class ActionPlan(Body):
    """From the first day to the last, both included, by officers of `service`."""

    service: Directorate
    starts_on: date
    ends_on: date
    budget: Euros


class Approval(Body):
    approved_on: date


class Reason(Body):
    reason: Prose


class Completion(Body):
    completed_on: date


class Evaluation(Body):
    """`rating` goes from 1, nothing left, to 5."""

    evaluated_on: date
    rating: Annotated[int, Field(ge=1, le=5)]
    conclusion: Prose


@router.post("", status_code=201)
async def request_action(request: Request, caller: Planner, body: NewAction, write: Write) -> Receipt:
    """Tell a need; a post for itself only. The same again changes nothing."""
    own_post(caller, body.post)
    await open_post(request, body.post)
    await known_priority(request, body.priority, (body.country,), body.year)
    return await write(Task(TECHNICAL_ACTION, body.action, commands.Request(**body.model_dump())))


@router.post("/{action}/plan")
async def plan_action(request: Request, caller: Planner, action: Id, body: ActionPlan, write: Write) -> Receipt:
    """Say when, by whom and with how much money; again until it is approved or refused."""
    await own(request, caller, TECHNICAL_ACTION, action)
    return await write(Task(TECHNICAL_ACTION, action, commands.Plan(**body.model_dump())))


@router.post("/{action}/approve")
async def approve_action(caller: DirectorateCaller, action: Id, body: Approval, write: Write) -> Receipt:
    """Approve it, for the directorate whose officers go, before it starts."""
    return await write(Task(TECHNICAL_ACTION, action, commands.Approve(_directorate(caller), body.approved_on)))


@router.post("/{action}/refuse")
async def refuse_action(caller: DirectorateCaller, action: Id, body: Reason, write: Write) -> Receipt:
    """Refuse it, for the directorate whose officers would go."""
    return await write(Task(TECHNICAL_ACTION, action, commands.Refuse(_directorate(caller), body.reason)))


@router.post("/{action}/cancel")
async def cancel_action(request: Request, caller: Planner, action: Id, body: Reason, write: Write) -> Receipt:
    """Give it up before it is completed."""
    await own(request, caller, TECHNICAL_ACTION, action)
    return await write(Task(TECHNICAL_ACTION, action, commands.Cancel(body.reason)))


@router.post("/{action}/complete")
async def complete_action(request: Request, caller: Planner, action: Id, body: Completion, write: Write) -> Receipt:
    """Say that all is done; the evaluation is due six months later."""
    await own(request, caller, TECHNICAL_ACTION, action)
    return await write(Task(TECHNICAL_ACTION, action, commands.Complete(body.completed_on)))


@router.post("/{action}/evaluate")
async def evaluate_action(request: Request, caller: Planner, action: Id, body: Evaluation, write: Write) -> Receipt:
    """Say what is left of it, six months after its completion or later."""
    await own(request, caller, TECHNICAL_ACTION, action)
    return await write(Task(TECHNICAL_ACTION, action, commands.Evaluate(**body.model_dump())))


@router.get("")
async def list_actions(
    caller: Reader,
    read: Read,
    post: Id | None = None,
    country: Country | None = None,
    theme: Theme | None = None,
    year: OfYear = None,
    status: Status | None = None,
) -> Page:
    """The actions; a post sees its own. Each condition that is given narrows the list."""
    wanted = {"post": reach(caller, post), "country": country, "theme": theme, "year": year, "status": status}
    return await read.page(TECHNICAL_ACTIONS, {name: value for name, value in wanted.items() if value is not None})


@router.get("/{action}")
async def get_action(caller: Reader, action: Id, read: Read) -> dict[str, Any]:
    """One action, from the need to its evaluation."""
    found = await read.one(TECHNICAL_ACTIONS, action, stream=TECHNICAL_ACTION.stream(action))
    own_post(caller, found["post"])
    return found


@plan_router.get("", dependencies=[allow("hq", "directorate", "auditor")])
async def list_figures(
    read: Read, year: OfYear = None, country: Country | None = None, theme: Theme | None = None
) -> Page:
    """The yearly plan against what was done, per country and theme; amounts are whole euros.

    `trained` counts who came to sessions, `ratings` is the sum over the actions that were evaluated.
    """
    wanted = {"year": year, "country": country, "theme": theme}
    return await read.page(TECHNICAL_FIGURES, {name: value for name, value in wanted.items() if value is not None})


def _directorate(caller: Caller) -> Directorate:
    # The identity has checked that a token with this role names one of the two.
    return cast(Directorate, caller.directorate)
