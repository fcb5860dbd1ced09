"""Requests for meetings: accepted, declined, withdrawn, ranked, expired; and who does not want to meet whom.

Companies and buyers act for themselves; the organiser may act for any participant, and that shows.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field

from services.delegations.api.access import acts_for, known_day, own_part, own_post, own_side
from services.delegations.api.bodies import Body
from services.delegations.api.seats import seated
from services.delegations.domain.day import DAY
from services.delegations.domain.day_blocks import Block, LiftBlock
from services.delegations.domain.day_requests import Accept, Decline, Expire, Rank, Withdraw
from services.delegations.views.days import DAYS
from shared.clock import now
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Read
from shared.http.types import Id

router = APIRouter(prefix="/days/{day}", tags=["meeting requests"])

Organiser = Annotated[Caller, allow("partnerships", "post")]
OrganiserOrParty = Annotated[Caller, seated("partnerships", "post", "company", "buyer")]
Reader = Annotated[Caller, seated("hq", "partnerships", "post", "company", "buyer")]


class Party(Body):
    """For whom this is said."""

    participant: Id


class Ranking(Body):
    """All open requests of a participant, the one that matters most first."""

    participant: Id
    meetings: tuple[Id, ...] = Field(max_length=500)


class Blocking(Body):
    """`participant` does not want to meet `blocked`."""

    participant: Id
    blocked: Id


@router.post("/requests/{meeting}/accept")
async def accept_request(
    request: Request, day: Id, meeting: Id, body: Party, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """Agree to a meeting that the other side asked for; again changes nothing."""
    organiser = await acts_for(request, caller, day, body.participant)
    return await write(Task(DAY, day, Accept(day, meeting, body.participant, now(), organiser)))


@router.post("/requests/{meeting}/decline")
async def decline_request(
    request: Request, day: Id, meeting: Id, body: Party, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """Say no to a meeting that the other side asked for, also after a yes; again changes nothing."""
    organiser = await acts_for(request, caller, day, body.participant)
    return await write(Task(DAY, day, Decline(day, meeting, body.participant, organiser)))


@router.post("/requests/{meeting}/withdraw")
async def withdraw_request(
    request: Request, day: Id, meeting: Id, body: Party, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """Take back one's own request; again changes nothing."""
    organiser = await acts_for(request, caller, day, body.participant)
    return await write(Task(DAY, day, Withdraw(day, meeting, body.participant, organiser)))


@router.post("/requests/rank")
async def rank_requests(request: Request, day: Id, body: Ranking, caller: OrganiserOrParty, write: Write) -> Receipt:
    """Put all open requests of a participant in order."""
    organiser = await acts_for(request, caller, day, body.participant)
    return await write(Task(DAY, day, Rank(day, body.participant, body.meetings, organiser)))


@router.post("/requests/expire")
async def expire_requests(request: Request, day: Id, caller: Organiser, write: Write) -> Receipt:
    """End the requests that nobody accepted in time; before the rules' `answer_by` this changes nothing."""
    await known_day(request, caller, day)
    return await write(Task(DAY, day, Expire(day, now())))


@router.post("/blocks")
async def block_participant(
    request: Request, day: Id, body: Blocking, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """Keep two participants apart; a request between them ends. The other one is not told why."""
    organiser = await acts_for(request, caller, day, body.participant)
    return await write(Task(DAY, day, Block(day, body.participant, body.blocked, organiser)))


@router.post("/blocks/lift")
async def lift_block(request: Request, day: Id, body: Blocking, caller: OrganiserOrParty, write: Write) -> Receipt:
    """Let two participants meet again; requests that ended stay so."""
    organiser = await acts_for(request, caller, day, body.participant)
    return await write(Task(DAY, day, LiftBlock(day, body.participant, body.blocked, organiser)))


@router.get("/requests")
async def get_requests(day: Id, participant: Id, caller: Reader, read: Read) -> dict[str, Any]:
    """What one participant asked for and was asked for, by meeting; and, for itself, whom it does not want to meet."""
    own_part(caller, day, participant)
    found = await read.one(DAYS, day, stream=DAY.stream(day))
    own_post(caller, found["post"])
    if participant not in found["participants"]:
        raise Problem(404, "participant-unknown", f"{participant} does not take part in day {day}")
    own_side(caller, found["participants"][participant]["side"])
    blocked = [one["blocked"] for one in found.get("blocks", ()) if one["participant"] == participant]
    mine = {id: one for id, one in found["meetings"].items() if participant in (one["company"], one["buyer"])}
    return {"participant": participant, "meetings": mine, "blocked": blocked}
