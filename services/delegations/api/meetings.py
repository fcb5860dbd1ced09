"""The meetings of a buyer-meeting day: asked for, answered by their parties, cancelled."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from services.delegations.api.access import acts_for, booked_meeting, own_side, party_of
from services.delegations.api.bodies import Body
from services.delegations.api.seats import seated
from services.delegations.domain.day import DAY
from services.delegations.domain.day_meetings import Cancel, RecordAnswer
from services.delegations.domain.day_requests import RequestMeeting
from services.delegations.domain.meeting import MEETING, meeting_id
from services.delegations.domain.meeting_course import CallOff
from shared.clock import now
from shared.contracts.delegations.day import Answer, Side
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller
from shared.http.types import Id, Text

router = APIRouter(prefix="/days/{day}/meetings", tags=["meetings"])

OrganiserOrParty = Annotated[Caller, seated("partnerships", "post", "company", "buyer")]


class NewMeeting(Body):
    """A company and a buyer are to meet, because one of them asked for it; `rank` 1 is what it wants most.

    With `needs_acceptance`, or where the day's rules say so, the other side must accept first.
    """

    id: Id
    company: Id
    buyer: Id
    requested_by: Side
    rank: int | None = Field(None, ge=1, le=500)
    needs_acceptance: bool = False


class GivenAnswer(Body):
    participant: Id
    answer: Answer


class Cancellation(Body):
    reason: Text


@router.post("", status_code=201)
async def request_meeting(
    request: Request, day: Id, body: NewMeeting, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """Ask for a meeting, a company or a buyer for itself only; the same request again changes nothing."""
    own_side(caller, body.requested_by)
    organiser = await acts_for(request, caller, day, body.company if body.requested_by == "company" else body.buyer)
    asking = RequestMeeting(day, body.id, now=now(), by_organiser=organiser, **body.model_dump(exclude={"id"}))
    return await write(Task(DAY, day, asking))


@router.post("/{meeting}/answer")
async def answer_meeting(
    request: Request, day: Id, meeting: Id, body: GivenAnswer, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """Say whether a party comes, a company or a buyer for itself only; the same answer again changes nothing."""
    await acts_for(request, caller, day, body.participant)
    return await write(Task(DAY, day, RecordAnswer(day, meeting, body.participant, body.answer, now())))


@router.post("/{meeting}/cancel")
async def cancel_meeting(
    request: Request, day: Id, meeting: Id, body: Cancellation, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """Cancel a published meeting, a party its own before that begins; both parties are told, and who did it."""
    found, party, at = await booked_meeting(request, caller, day, meeting), party_of(caller, day), now()
    parties = (found.appointment.company, found.appointment.buyer)
    cancel = Cancel(day, meeting, body.reason, at, party.among(parties) if party else None)
    # Both at once: from the same instant on, nobody can record that it was held.
    return await write(Task(DAY, day, cancel), Task(MEETING, meeting_id(day, meeting), CallOff(found, at)))
