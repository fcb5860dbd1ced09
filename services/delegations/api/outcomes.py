"""What the sides of a meeting say of it, and what came of it: each for itself, the organiser for either side."""

from datetime import date
from typing import Annotated, Any, Self

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints, model_validator

from services.delegations.api.access import booked_meeting, known_day, own_post, own_side, party_of
from services.delegations.api.bodies import Body, Reason
from services.delegations.api.seats import seated
from services.delegations.domain.attendance import day_of
from services.delegations.domain.labels import category_key
from services.delegations.domain.meeting import MEETING, meeting_id
from services.delegations.domain.meeting_outcomes import FollowUp, NoteOutcome
from services.delegations.domain.meeting_results import CorrectResult, StateResult, WithdrawResult
from services.delegations.views.day_figures import SIDES
from services.delegations.views.held_meetings import HELD_MEETINGS
from services.delegations.views.open_steps import OpenStep, open_steps
from services.delegations.views.result_statistics import RESULT_STATISTICS
from shared.clock import now
from shared.contracts.delegations.day import Side
from shared.contracts.delegations.meeting import ResultKind, ResultStatement
from shared.eventing.store import Task
from shared.eventing.views import Views
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(tags=["outcomes of meetings"])

OrganiserOrParty = Annotated[Caller, seated("partnerships", "post", "company", "buyer")]
Reader = Annotated[Caller, allow("hq", "partnerships", "post", "auditor")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]

MOST = 10_000  # meetings of one day
MEETINGS = "/days/{day}/meetings/{meeting}"


class Outcome(Body):
    """What `side` says of the meeting, whole: it replaces what it said before. No personal data belongs in here."""

    side: Side
    met: bool
    interest: int | None = Field(None, ge=1, le=5)
    next_step: Text | None = None
    follow_up_on: date | None = Field(None, description="the day by which the next step should be done")


class Spokesman(Body):
    side: Side


class Result(Body):
    """Business reached on a day; `amount` is in whole units of an ISO 4217 `currency`, where it may be told."""

    kind: ResultKind
    sector: Text
    reached_on: date
    amount: int | None = Field(None, ge=0, le=10**12)
    currency: Currency | None = None

    @model_validator(mode="after")
    def _in_some_currency(self) -> Self:
        if (self.amount is None) != (self.currency is None):
            raise ValueError("an amount and its currency are told together")
        return self

    @property
    def statement(self) -> ResultStatement:
        """The result as the events have it."""
        return ResultStatement(**{name: getattr(self, name) for name in ResultStatement.model_fields})


class NewResult(Result):
    """`side` states it; where it is left out, the side that calls, or the company, for which the organiser speaks."""

    id: Id
    side: Side | None = None


@router.post(f"{MEETINGS}/outcome")
async def note_outcome(
    request: Request, day: Id, meeting: Id, body: Outcome, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """Note what a side says once the meeting has begun; the side itself and the organiser can read it, nobody else."""
    own_side(caller, body.side)
    booked = await booked_meeting(request, caller, day, meeting)
    command = NoteOutcome(booked, **body.model_dump(), by_organiser=party_of(caller, day) is None, now=now())
    return await write(Task(MEETING, meeting_id(day, meeting), command))


@router.post(f"{MEETINGS}/follow-up")
async def follow_up(
    request: Request, day: Id, meeting: Id, body: Spokesman, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """Say that a side has done its next step."""
    own_side(caller, body.side)
    booked = await booked_meeting(request, caller, day, meeting)
    command = FollowUp(booked, body.side, by_organiser=party_of(caller, day) is None, now=now())
    return await write(Task(MEETING, meeting_id(day, meeting), command))


@router.get("/days/{day}/follow-ups")
async def list_follow_ups(
    request: Request, day: Id, caller: OrganiserOrParty, *, overdue: bool = False
) -> list[OpenStep]:
    """The next steps that are still to be done, those with the earliest day first; a party's own.

    With `overdue`, only those whose day is over at the venue.
    """
    planned = await known_day(request, caller, day)
    party = party_of(caller, day)
    own: dict[str, Any] = {party.side: {"$in": list(party.ids)}} if party else {}
    views: Views = request.app.state.views
    held = await views.find(HELD_MEETINGS, {"day": day, **own}, limit=MOST)
    today = day_of(planned.plan, now()) if planned.plan else date.max
    steps = open_steps(held, today, (party.side,) if party else SIDES)
    return [step for step in steps if step.overdue or not overdue]


@router.post(f"{MEETINGS}/results", status_code=201)
async def state_result(
    request: Request, day: Id, meeting: Id, body: NewResult, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """State business that came of a meeting, however much later; the same again changes nothing.

    The side itself and the organiser can read it, nobody else. What buyers state is in no figures and statistics.
    """
    party = party_of(caller, day)
    side = body.side or (party.side if party else "company")
    own_side(caller, side)
    booked = await booked_meeting(request, caller, day, meeting)
    command = StateResult(booked, body.id, body.statement, side, by_organiser=party is None, now=now())
    return await write(Task(MEETING, meeting_id(day, meeting), command))


@router.post(f"{MEETINGS}/results/{{result}}/correct")
async def correct_result(
    request: Request, day: Id, meeting: Id, result: Id, body: Result, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """State a result of one's own side anew, whole; what was stated before stays on record."""
    party = party_of(caller, day)
    booked = await booked_meeting(request, caller, day, meeting)
    command = CorrectResult(booked, result, body.statement, party.side if party else None, now())
    return await write(Task(MEETING, meeting_id(day, meeting), command))


@router.post(f"{MEETINGS}/results/{{result}}/withdraw")
async def withdraw_result(
    request: Request, day: Id, meeting: Id, result: Id, body: Reason, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """Say that there was no such result of one's own side; what was stated stays on record."""
    party = party_of(caller, day)
    booked = await booked_meeting(request, caller, day, meeting)
    command = WithdrawResult(booked, result, body.reason, party.side if party else None, now())
    return await write(Task(MEETING, meeting_id(day, meeting), command))


@router.get("/meeting-result-statistics")
async def list_result_statistics(
    caller: Reader, read: Read, country: Country | None = None, sector: Text | None = None, post: Id | None = None
) -> Page:
    """How many results of each kind, and their amounts, by country, post, sector and currency; a post sees its own."""
    if post:
        own_post(caller, post)
    wanted = {"country": country, "post": caller.post or post, "sector": sector and category_key(sector)}
    return await read.page(RESULT_STATISTICS, {name: value for name, value in wanted.items() if value is not None})
