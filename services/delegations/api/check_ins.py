"""Who has come to a buyer-meeting day: badges with a code, check-in by hand and by scan, and what was taken back."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.delegations.api.access import known_day, own_part, party_of
from services.delegations.api.bodies import Body, Reason
from services.delegations.api.seats import seated
from services.delegations.check_in_codes import code_of, participant_of
from services.delegations.domain.attendance import ATTENDANCE, CheckIn, UndoCheckIn
from services.delegations.views.attendances import ATTENDANCES
from shared.clock import now
from shared.contracts.delegations.day import Side
from shared.eventing.decider import Refused
from shared.eventing.store import Task
from shared.eventing.views import Views
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.types import Id
from shared.lettering import legible

router = APIRouter(prefix="/days/{day}", tags=["on the day"])

Organiser = Annotated[Caller, allow("partnerships", "post")]
OrganiserOrParty = Annotated[Caller, seated("partnerships", "post", "company", "buyer")]

PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}}}
MOST = 10_000  # participants of one day


class Arrival(Body):
    participant: Id


class ScannedCode(Body):
    """What the QR code of a badge holds."""

    code: Id


class Admitted(BaseModel):
    """The answer to a scan that is in order; every other is a problem that says why."""

    participant: str
    name: str
    side: Side
    version: int


@router.get("/badges", response_class=Response, responses=PDF)
async def print_day_badges(
    request: Request, day: Id, caller: OrganiserOrParty, participant: Id | None = None
) -> Response:
    """A badge per participant, or one participant's, as PDF; a company or a buyer gets its own.

    The QR code holds a code that only this service can make. A name in letters that cannot be printed gives way to the
    id.
    """
    if participant is not None:
        own_part(caller, day, participant)
    planned, party = await known_day(request, caller, day), party_of(caller, day)
    wanted = participant or (party.among(planned.participants) if party else None)
    if wanted is not None and wanted not in planned.participants:
        raise Refused("participant-unknown", f"{wanted} does not take part in day {day}")
    chosen = sorted(planned.participants) if wanted is None else [wanted]
    if planned.plan is None or not chosen:
        raise Refused("badges-none", f"nobody takes part in day {day} yet")
    title, country = legible(planned.plan.title, day), planned.plan.country
    from services.delegations.badge_sheet import Badge, sheet  # a third of a second that no start should pay

    badges = [
        Badge(code_of(day, id, request.app.state.link_secret), legible(each.name, id), each.side, country, title)
        for id in chosen
        for each in (planned.participants[id],)
    ]
    return Response(await asyncio.to_thread(sheet, badges), media_type="application/pdf")


@router.post("/check-ins")
async def check_in_participant(request: Request, day: Id, body: Arrival, caller: Organiser, write: Write) -> Receipt:
    """Check a participant in by hand; again changes nothing."""
    planned = await known_day(request, caller, day)
    return await write(Task(ATTENDANCE, day, CheckIn(planned, body.participant, now())))


@router.post("/check-ins/scan")
async def scan_day_badge(request: Request, day: Id, body: ScannedCode, caller: Organiser, write: Write) -> Admitted:
    """Check in whoever has the badge: admitted, or a problem: scanned before, wrong day, no code of this day."""
    planned = await known_day(request, caller, day)
    id = participant_of(body.code, day, planned.participants, request.app.state.link_secret)
    if id is None:
        raise Refused("code-unknown", f"this is the code of no participant of day {day}")
    receipt = await write(Task(ATTENDANCE, day, CheckIn(planned, id, now(), by_scan=True)))
    participant = planned.participants[id]
    return Admitted(participant=id, name=participant.name, side=participant.side, version=receipt.version)


@router.post("/check-ins/{participant}/undo")
async def undo_check_in(
    request: Request, day: Id, participant: Id, body: Reason, caller: Organiser, write: Write
) -> Receipt:
    """Take back a check-in of somebody who had not come; that and why stays on record."""
    planned = await known_day(request, caller, day)
    return await write(Task(ATTENDANCE, day, UndoCheckIn(planned, participant, body.reason, now())))


@router.get("/check-ins")
async def list_check_ins(request: Request, day: Id, caller: Organiser) -> list[dict[str, Any]]:
    """Everybody who was ever checked in, who is `present`, and what was taken back."""
    await known_day(request, caller, day)
    views: Views = request.app.state.views
    return await views.find(ATTENDANCES, {"day": day}, limit=MOST)
