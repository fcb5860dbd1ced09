"""EU-funded projects over HTTP: headquarters designs and carries them; posts, directorates and auditors read them."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field

from services.postings.api.bodies import Body, Countries, Euros, Prose
from services.postings.api.references import READERS, known_priority
from services.postings.domain import eu_project_commands as commands
from services.postings.domain.eu_project import EU_PROJECT
from services.postings.domain.eu_project_course import Status
from services.postings.domain.themes import Theme
from services.postings.views.eu_projects import EU_PROJECTS
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import allow
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/eu-projects", tags=["EU projects"])

HQ = allow("hq")


class Proposal(Body):
    """For the good of these `countries`, in answer to a `call`, such as NDICI-2027-12."""

    project: Id
    title: Text
    theme: Theme
    countries: Countries
    call: Text
    call_closes_on: date
    priority: Id | None = None


class Consortium(Body):
    """Member states; `budget` is that of the whole, `share` the ministry's part of it."""

    lead: Country
    partners: Annotated[tuple[Country, ...], Field(max_length=27)] = ()
    budget: Euros
    share: Euros


class Submission(Body):
    submitted_on: date


class Rejection(Body):
    reason: Prose


class GrantOfFunds(Body):
    """From the first day to the last, both included."""

    starts_on: date
    ends_on: date
    budget: Euros


class ProjectClosure(Body):
    closed_on: date
    outcome: Prose


@router.post("", status_code=201, dependencies=[HQ])
async def design_project(request: Request, body: Proposal, write: Write) -> Receipt:
    """Begin a proposal; the same again changes nothing."""
    await known_priority(request, body.priority, body.countries)
    return await write(Task(EU_PROJECT, body.project, commands.Design(**body.model_dump())))


@router.post("/{project}/set-consortium", dependencies=[HQ])
async def set_consortium(project: Id, body: Consortium, write: Write) -> Receipt:
    """Say who carries it, until it is submitted."""
    return await write(Task(EU_PROJECT, project, commands.SetConsortium(**body.model_dump())))


@router.post("/{project}/submit", dependencies=[HQ])
async def submit_project(project: Id, body: Submission, write: Write) -> Receipt:
    """Say that it was submitted before the call closed."""
    return await write(Task(EU_PROJECT, project, commands.Submit(body.submitted_on)))


@router.post("/{project}/reject", dependencies=[HQ])
async def reject_project(project: Id, body: Rejection, write: Write) -> Receipt:
    """Say that nothing comes of it."""
    return await write(Task(EU_PROJECT, project, commands.Reject(body.reason)))


@router.post("/{project}/grant", dependencies=[HQ])
async def grant_project(project: Id, body: GrantOfFunds, write: Write) -> Receipt:
    """Say that it was granted; its implementation begins."""
    return await write(Task(EU_PROJECT, project, commands.Grant(**body.model_dump())))


@router.post("/{project}/close", dependencies=[HQ])
async def close_project(project: Id, body: ProjectClosure, write: Write) -> Receipt:
    """Close it once every milestone and report is met, and every mission ended."""
    return await write(Task(EU_PROJECT, project, commands.Close(**body.model_dump())))


@router.get("", dependencies=[allow(*READERS)])
async def list_projects(
    read: Read,
    country: Country | None = None,
    theme: Theme | None = None,
    status: Status | None = None,
    due_before: Annotated[date | None, Query(description="with a milestone or report due before this day")] = None,
) -> Page:
    """The projects, which belong to no single post: each condition that is given narrows the list.

    The missions and the single expenses, each project shows itself.
    """
    wanted = {"countries": country, "theme": theme, "status": status}
    given: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
    given |= {"due_on": {"$lt": due_before.isoformat()}} if due_before else {}
    return await read.page(EU_PROJECTS, given, without=("missions", "expenses"))


@router.get("/{project}", dependencies=[allow(*READERS)])
async def get_project(project: Id, read: Read) -> dict[str, Any]:
    """One project, with the use of its budget, its missions, and what is due."""
    return await read.one(EU_PROJECTS, project, stream=EU_PROJECT.stream(project))
