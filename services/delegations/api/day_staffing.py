"""Teams and languages of a day's participants, and the day's interpreters; a company or buyer speaks for itself."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints

from services.delegations.api.access import acts_for, known_day
from services.delegations.api.bodies import Body
from services.delegations.api.seats import seated
from services.delegations.domain.day import DAY
from services.delegations.domain.day_staffing import SetInterpreters, SetLanguages, SetTeams
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.types import Id

router = APIRouter(prefix="/days/{day}", tags=["teams and interpreters"])

Organiser = Annotated[Caller, allow("partnerships", "post")]
OrganiserOrParty = Annotated[Caller, seated("partnerships", "post", "company", "buyer")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Number = Annotated[int, Field(ge=0, le=1000)]


class Teams(Body):
    """How many meetings the participant's staff can be in at once."""

    teams: int = Field(ge=1, le=20)


class Languages(Body):
    """The languages (ISO 639-1) that the participant meets in, the best one first; none: nothing is known."""

    languages: tuple[Language, ...] = Field(max_length=20, examples=[["es", "en"]])


class Interpreters(Body):
    """How many interpreters of a language there are in each slot of the day, in the order of the slots."""

    language: Language = Field(examples=["es"])
    interpreters: tuple[Number, ...] = Field(max_length=96, examples=[[2, 2, 1]])


@router.post("/participants/{participant}/teams")
async def set_teams(
    request: Request, day: Id, participant: Id, body: Teams, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """Say how many teams a participant has, a company or buyer for itself only; at first everybody has one."""
    organiser = await acts_for(request, caller, day, participant)
    return await write(Task(DAY, day, SetTeams(day, participant, body.teams, organiser)))


@router.post("/participants/{participant}/languages")
async def set_languages(
    request: Request, day: Id, participant: Id, body: Languages, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """Say which languages a participant meets in, a company or buyer for itself only.

    Where two parties share none, their meeting needs an interpreter of the buyer's first language, if it is known how
    many of these there are.
    """
    organiser = await acts_for(request, caller, day, participant)
    return await write(Task(DAY, day, SetLanguages(day, participant, body.languages, organiser)))


@router.put("/interpreters")
async def set_interpreters(request: Request, day: Id, body: Interpreters, caller: Organiser, write: Write) -> Receipt:
    """Set the interpreters of one language: no slot has more meetings that need one. The same again changes nothing."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, SetInterpreters(day, body.language, body.interpreters)))
