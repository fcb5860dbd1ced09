"""What a day's participants change after they have joined: when they are there, whom to write to; and who leaves."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from services.delegations.api.access import acts_for, known_person
from services.delegations.api.bodies import Body
from services.delegations.api.seats import seated
from services.delegations.domain.day import DAY
from services.delegations.domain.day_participants import ChangeAvailability, ChangeContact, Leave
from shared.eventing.store import Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller
from shared.http.types import Id

router = APIRouter(prefix="/days/{day}/participants/{participant}", tags=["buyer-meeting days"])

OrganiserOrParty = Annotated[Caller, seated("partnerships", "post", "company", "buyer")]


class Availability(Body):
    """The numbers, from 0, of the slots in which the participant cannot meet, whole."""

    absent: tuple[int, ...] = Field(max_length=96, examples=[[0, 5]])


class Contact(Body):
    """`contact` is the id of the person to write to."""

    contact: Id


@router.post("/availability")
async def change_availability(
    request: Request, day: Id, participant: Id, body: Availability, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """Say when a participant is away, a company or buyer for itself only; drafts that still fit may be reviewed.

    Once the timetable is published, a repair says it.
    """
    organiser = await acts_for(request, caller, day, participant)
    return await write(Task(DAY, day, ChangeAvailability(day, participant, body.absent, organiser)))


@router.post("/contact")
async def change_contact(
    request: Request, day: Id, participant: Id, body: Contact, caller: OrganiserOrParty, write: Write
) -> Receipt:
    """Say whom to write to from now on, a company or buyer for itself only; also once the timetable is published."""
    organiser = await acts_for(request, caller, day, participant)
    await known_person(request, body.contact)
    return await write(Task(DAY, day, ChangeContact(day, participant, body.contact, organiser)))


@router.post("/leave")
async def leave_day(request: Request, day: Id, participant: Id, caller: OrganiserOrParty, write: Write) -> Receipt:
    """Take part no more, a company or buyer for itself only: its requests end, and whoever was to meet it is told.

    Once the timetable is published, a repair says that it is away all day. Again changes nothing.
    """
    organiser = await acts_for(request, caller, day, participant)
    return await write(Task(DAY, day, Leave(day, participant, organiser)))
