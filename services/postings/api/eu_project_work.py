"""The implementation of EU-funded projects over HTTP: work packages, missions, milestones and reports, expenses."""

from datetime import date

from fastapi import APIRouter, Request

from services.postings.api.bodies import Body, Euros, Prose
from services.postings.api.references import known_person
from services.postings.domain import eu_project_commands as commands
from services.postings.domain.eu_project import EU_PROJECT
from shared.contracts.postings.eu_project import EuProjectDeadline
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import allow
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/eu-projects/{project}", tags=["EU projects"], dependencies=[allow("hq")])


class WorkPackage(Body):
    """Led by one of the consortium."""

    package: Id
    title: Text
    lead: Country
    budget: Euros


class Mission(Body):
    """An `expert`, who is a person of the register, sent by an `organisation`, such as DGSCGC or DGEF."""

    mission: Id
    package: Id
    expert: Id
    organisation: Text
    country: Country
    starts_on: date
    ends_on: date


class MissionOutcome(Body):
    mission: Id
    outcome: Prose


class MissionCancellation(Body):
    mission: Id
    reason: Prose


class NewDeadline(Body):
    """A milestone that is to be reached, or a report that is to be handed in."""

    kind: EuProjectDeadline
    deadline: Id
    title: Text
    due_on: date


class Meeting(Body):
    deadline: Id
    met_on: date


class Expense(Body):
    expense: Id
    package: Id
    purpose: Text
    amount: Euros
    spent_on: date


@router.post("/set-package")
async def set_package(project: Id, body: WorkPackage, write: Write) -> Receipt:
    """Set a work package and its part of the budget, in place of what was set before."""
    return await write(Task(EU_PROJECT, project, commands.SetWorkPackage(**body.model_dump())))


@router.post("/plan-mission")
async def plan_mission(request: Request, project: Id, body: Mission, write: Write) -> Receipt:
    """Plan an expert's mission, or plan it anew until it has ended."""
    await known_person(request, body.expert)
    return await write(Task(EU_PROJECT, project, commands.PlanMission(**body.model_dump())))


@router.post("/carry-out-mission")
async def carry_out_mission(project: Id, body: MissionOutcome, write: Write) -> Receipt:
    """Say that a mission took place, and what came of it."""
    return await write(Task(EU_PROJECT, project, commands.CarryOutMission(**body.model_dump())))


@router.post("/cancel-mission")
async def cancel_mission(project: Id, body: MissionCancellation, write: Write) -> Receipt:
    """Say that a mission does not take place."""
    return await write(Task(EU_PROJECT, project, commands.CancelMission(**body.model_dump())))


@router.post("/set-deadline")
async def set_deadline(project: Id, body: NewDeadline, write: Write) -> Receipt:
    """Set a milestone or a report that is due, in place of its day before.

    Thirty days before and on that day headquarters are reminded.
    """
    return await write(Task(EU_PROJECT, project, commands.SetDeadline(**body.model_dump())))


@router.post("/meet-deadline")
async def meet_deadline(project: Id, body: Meeting, write: Write) -> Receipt:
    """Say that a milestone was reached, or a report handed in."""
    return await write(Task(EU_PROJECT, project, commands.MeetDeadline(**body.model_dump())))


@router.post("/book-expense")
async def book_expense(project: Id, body: Expense, write: Write) -> Receipt:
    """Book what was spent of a work package's budget."""
    return await write(Task(EU_PROJECT, project, commands.BookExpense(**body.model_dump())))
