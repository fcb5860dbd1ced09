"""The course of a posting over HTTP: agrement, schedule, checklist, arrival, extension, withdrawal; by headquarters."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from services.postings.api.readers import READERS
from services.postings.domain.posting import POSTING
from services.postings.domain.posting_course import (
    Arrive,
    AskAgrement,
    Extend,
    GrantAgrement,
    RefuseAgrement,
    Schedule,
    Tick,
    Withdraw,
)
from services.postings.domain.posting_state import Status
from services.postings.views import approvals
from services.postings.views.postings import POSTINGS
from shared.contracts.postings.fact import Directorate
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import allow
from shared.http.reading import Page, Read
from shared.http.types import Id, Text

router = APIRouter(tags=["postings"])
HEADQUARTERS = allow("hq")


class CourseBody(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Question(CourseBody):
    """The host country is asked on one day, and expected to answer by another."""

    asked_on: date
    answer_by: date


class Grant(CourseBody):
    granted_on: date


class AgrementRefusal(CourseBody):
    refused_on: date


class Settlement(CourseBody):
    """The settled first day and estimated last day."""

    starts_on: date
    ends_on: date


class Done(CourseBody):
    item: Id
    done_on: date


class Arrival(CourseBody):
    arrived_on: date


class Extension(CourseBody):
    """`ends_on` is the new estimated last day."""

    ends_on: date
    reason: Text


class Withdrawal(CourseBody):
    reason: Text


@router.post("/postings/{posting}/ask-agrement", dependencies=[HEADQUARTERS])
async def ask_agrement(posting: Id, body: Question, write: Write) -> Receipt:
    """Ask the host country whether the officer is welcome."""
    return await write(Task(POSTING, posting, AskAgrement(body.asked_on, body.answer_by)))


@router.post("/postings/{posting}/grant-agrement", dependencies=[HEADQUARTERS])
async def grant_agrement(posting: Id, body: Grant, write: Write) -> Receipt:
    """Record that the host country agrees, also where it was silent beyond the day expected."""
    return await write(Task(POSTING, posting, GrantAgrement(body.granted_on)))


@router.post("/postings/{posting}/refuse-agrement", dependencies=[HEADQUARTERS])
async def refuse_agrement(posting: Id, body: AgrementRefusal, write: Write) -> Receipt:
    """Record that the host country refuses, which ends the posting; it owes no reason."""
    return await write(Task(POSTING, posting, RefuseAgrement(body.refused_on)))


@router.post("/postings/{posting}/schedule", dependencies=[HEADQUARTERS])
async def schedule_posting(posting: Id, body: Settlement, write: Write) -> Receipt:
    """Settle the days of an approved posting, and lay out the checklist; again with other days moves them."""
    return await write(Task(POSTING, posting, Schedule(body.starts_on, body.ends_on)))


@router.post("/postings/{posting}/tick", dependencies=[HEADQUARTERS])
async def tick_checklist(posting: Id, body: Done, write: Write) -> Receipt:
    """Record that an item of the checklist is done; without all of them nobody departs."""
    return await write(Task(POSTING, posting, Tick(body.item, body.done_on)))


@router.post("/postings/{posting}/arrive", dependencies=[HEADQUARTERS])
async def arrive(posting: Id, body: Arrival, write: Write) -> Receipt:
    """Record that the officer is in the country, which may be before the tenure starts."""
    return await write(Task(POSTING, posting, Arrive(body.arrived_on)))


@router.post("/postings/{posting}/extend", dependencies=[HEADQUARTERS])
async def extend_posting(posting: Id, body: Extension, write: Write) -> Receipt:
    """Move the estimated last day of a running tenure to a later one."""
    return await write(Task(POSTING, posting, Extend(body.ends_on, body.reason)))


@router.post("/postings/{posting}/withdraw", dependencies=[HEADQUARTERS])
async def withdraw_posting(posting: Id, body: Withdrawal, write: Write) -> Receipt:
    """Take back a posting that has not started."""
    return await write(Task(POSTING, posting, Withdraw(body.reason)))


@router.get("/approvals", dependencies=[allow(*READERS)])
async def list_approvals(read: Read, directorate: Directorate | None = None) -> Page:
    """The proposals that wait for an approval, of any directorate or of one: whose, since when, until when."""
    waiting: dict[str, Any] = {"status": Status.PROPOSED.value}
    page = await read.page(POSTINGS, waiting | ({"approvals": {"$ne": directorate}} if directorate else {}))
    return page.model_copy(update={"items": [approvals.waiting(item) for item in page.items]})
