"""The meetings on the day: begun, ended, missed, and read with what their sides say; and the figures of the day."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import AwareDatetime, Field

from services.delegations.api.access import Party, booked_meeting, known_day, own_meeting, own_post, party_of
from services.delegations.api.bodies import Body, Reason
from services.delegations.api.seats import seated
from services.delegations.domain.attendance import day_of
from services.delegations.domain.meeting import MEETING, meeting_id
from services.delegations.domain.meeting_course import End, Miss, Start, Undo
from services.delegations.views.attendances import ATTENDANCES
from services.delegations.views.day_figures import DayFigures, figures
from services.delegations.views.held_meetings import HELD_MEETINGS, held_meeting_id, stated_by
from shared.clock import now
from shared.contracts.delegations.day import Side
from shared.eventing.decider import Refused
from shared.eventing.store import Task
from shared.eventing.view import Document
from shared.eventing.views import Views
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.reading import Read
from shared.http.types import Id

router = APIRouter(prefix="/days/{day}", tags=["on the day"])

Organiser = Annotated[Caller, allow("partnerships", "post")]
OrganiserOrParty = Annotated[Caller, seated("partnerships", "post", "company", "buyer")]
Staff = Annotated[Caller, allow("hq", "partnerships", "post")]

MOST = 10_000  # meetings, and participants, of one day


class Beginning(Body):
    """When the parties sat down, now where it is left out, and at which table, the planned one where it is left out."""

    at: AwareDatetime | None = None
    table: int | None = Field(None, ge=1, le=1000)


class Ending(Body):
    """When the parties parted, now where it is left out."""

    at: AwareDatetime | None = None


class NoShow(Body):
    """The sides that did not come, one or both."""

    missing: tuple[Side, ...] = Field(min_length=1, max_length=2)


@router.post("/meetings/{meeting}/start")
async def start_meeting(
    request: Request, day: Id, meeting: Id, body: Beginning, caller: Organiser, write: Write
) -> Receipt:
    """Record that a meeting of the published timetable began, on the day itself."""
    command = Start(await booked_meeting(request, caller, day, meeting), now(), body.at, body.table)
    return await write(Task(MEETING, meeting_id(day, meeting), command))


@router.post("/meetings/{meeting}/end")
async def end_meeting(request: Request, day: Id, meeting: Id, body: Ending, caller: Organiser, write: Write) -> Receipt:
    """Record that a meeting ended which had begun."""
    command = End(await booked_meeting(request, caller, day, meeting), now(), body.at)
    return await write(Task(MEETING, meeting_id(day, meeting), command))


@router.post("/meetings/{meeting}/miss")
async def miss_meeting(
    request: Request, day: Id, meeting: Id, body: NoShow, caller: Organiser, write: Write
) -> Receipt:
    """Record who did not come to a meeting, once it should have begun."""
    command = Miss(await booked_meeting(request, caller, day, meeting), frozenset(body.missing), now())
    return await write(Task(MEETING, meeting_id(day, meeting), command))


@router.post("/meetings/{meeting}/undo")
async def undo_course(request: Request, day: Id, meeting: Id, body: Reason, caller: Organiser, write: Write) -> Receipt:
    """Take back that a meeting was held or missed, to record it right; that and why stays on record."""
    command = Undo(await booked_meeting(request, caller, day, meeting), body.reason, now())
    return await write(Task(MEETING, meeting_id(day, meeting), command))


@router.get("/held-meetings")
async def list_held_meetings(request: Request, day: Id, caller: OrganiserOrParty) -> list[dict[str, Any]]:
    """Every meeting of which something is recorded; a party's own, without what the other side says."""
    await known_day(request, caller, day)
    views: Views = request.app.state.views
    party = party_of(caller, day)
    own: dict[str, Any] = {party.side: {"$in": list(party.ids)}} if party else {}
    return [_seen_by(party, each) for each in await views.find(HELD_MEETINGS, {"day": day, **own}, limit=MOST)]


@router.get("/held-meetings/{meeting}")
async def get_held_meeting(day: Id, meeting: Id, caller: OrganiserOrParty, read: Read) -> dict[str, Any]:
    """How a meeting went, what its sides say, what came of it; a party's own, without what the other side says."""
    party, stream = party_of(caller, day), MEETING.stream(meeting_id(day, meeting))
    found = await read.one(HELD_MEETINGS, held_meeting_id(day, meeting), stream=stream)
    own_post(caller, found["post"])
    own_meeting(caller, day, found["company"], found["buyer"])
    return _seen_by(party, found)


@router.get("/figures")
async def get_figures(request: Request, day: Id, caller: Staff) -> DayFigures:
    """Who came, which meetings were held, missed or cancelled, interest, follow-ups and results, as of now."""
    planned = await known_day(request, caller, day)
    if planned.plan is None or not planned.appointments:
        raise Refused("timetable-not-published", f"the timetable of day {day} is not published")
    views: Views = request.app.state.views
    held = await views.find(HELD_MEETINGS, {"day": day}, limit=MOST)
    present = await views.find(ATTENDANCES, {"day": day}, limit=MOST)
    return figures(day, planned, held, present, day_of(planned.plan, now()))


def _seen_by(party: Party | None, meeting: Document) -> Document:
    """What a side says, and what it states as results, is for its own eyes and the organiser's."""
    if party is None:
        return meeting
    outcomes = {side: said for side, said in meeting["outcomes"].items() if side == party.side}
    results = {id: each for id, each in meeting["results"].items() if stated_by(each) == party.side}
    return {**meeting, "outcomes": outcomes, "results": results}
