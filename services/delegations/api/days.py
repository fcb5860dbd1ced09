"""Buyer-meeting days: planned, joined by companies and buyers, who read their own agendas only, and read."""

from datetime import date, datetime, time
from typing import Annotated, Any, Self

from fastapi import APIRouter, Request
from pydantic import Field, PrivateAttr, model_validator

from services.delegations.api.access import approved_company, known_day, known_person, own_part, own_post, own_side
from services.delegations.api.bodies import Body
from services.delegations.api.seats import seated
from services.delegations.domain.clock_times import instants
from services.delegations.domain.day import DAY, Plan
from services.delegations.domain.day_participants import Join
from services.delegations.views.agendas import AGENDAS, agenda_id
from services.delegations.views.coverage import COVERAGE, suspended
from services.delegations.views.day_arrangement import programme_of, room_of
from services.delegations.views.days import DAYS
from shared.clock import now
from shared.contracts.delegations.day import Side
from shared.eventing.decider import Refused
from shared.eventing.store import Task
from shared.eventing.views import Views
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, Text

router = APIRouter(prefix="/days", tags=["buyer-meeting days"])

Staff = Annotated[Caller, allow("hq", "partnerships", "post")]
Organiser = Annotated[Caller, allow("partnerships", "post")]
Reader = Annotated[Caller, seated("hq", "partnerships", "post", "company", "buyer")]

PLACE = ("title", "venue", "country", "held_on", "time_zone")


class NewDay(Body):
    """A day at a post; `slots` are the clock times there at which meetings begin, each `slot_minutes` long."""

    id: Id
    title: Text
    post: Id
    country: Country
    venue: Text
    held_on: date
    time_zone: str = Field(max_length=64, description="an IANA name such as America/Lima")
    slots: tuple[time, ...] = Field(min_length=1, max_length=96, examples=[["09:00", "09:30"]])
    slot_minutes: int = Field(ge=1, le=480)
    tables: int = Field(ge=1, le=1000)
    _instants: tuple[datetime, ...] = PrivateAttr(())

    @model_validator(mode="after")
    def _place_in_time(self) -> Self:
        self._instants = instants(self.held_on, self.slots, self.time_zone)
        return self

    def plan(self, at: datetime) -> Plan:
        """The command, given at the instant `at`."""
        fields = self.model_dump(exclude={"id", "slots"})
        return Plan(day=self.id, slots=self._instants, now=at, **fields)


class NewParticipant(Body):
    """A company (by its id) or a buyer; `absent` are the numbers, from 0, of the slots in which it cannot meet."""

    id: Id
    side: Side
    name: Text
    contact: Id
    absent: tuple[int, ...] = Field((), max_length=96)


@router.post("", status_code=201)
async def plan_day(request: Request, body: NewDay, caller: Organiser, write: Write) -> Receipt:
    """Plan a buyer-meeting day; the same day again changes nothing.

    No post hosts one that is known to have closed, or to be suspended by then.
    """
    own_post(caller, body.post)
    host = await request.app.state.views.get(COVERAGE, body.post)
    if host is not None and host["closed"]:
        raise Refused("post-closed", f"post {body.post} has closed")
    if host is not None and suspended(host, body.held_on.isoformat()):
        raise Refused("post-suspended", f"post {body.post} is suspended since {host['suspension']['since']}")
    return await write(Task(DAY, body.id, body.plan(now())))


@router.post("/{day}/participants", status_code=201)
async def join_day(request: Request, day: Id, body: NewParticipant, caller: Organiser, write: Write) -> Receipt:
    """Let a registered company or a buyer take part; the same participant again changes nothing."""
    await known_day(request, caller, day)
    if body.side == "company":
        await approved_company(request, body.id)
    await known_person(request, body.contact)
    return await write(Task(DAY, day, Join(day, body.id, **body.model_dump(exclude={"id"}))))


@router.get("")
async def list_days(request: Request, caller: Staff, read: Read, post: Id | None = None) -> Page:
    """The days, of one post where asked for; a post sees its own.

    `host_suspended` tells that the post is suspended by then.
    """
    if post:
        own_post(caller, post)
    of = caller.post or post
    page = await read.page(DAYS, {"post": of} if of else {})
    return page.model_copy(update={"items": await _hosted(request, page.items)})


@router.get("/{day}")
async def get_day(request: Request, day: Id, caller: Staff, read: Read) -> dict[str, Any]:
    """One day, whole; `host_suspended` tells that its post is suspended by then."""
    found = await read.one(DAYS, day, stream=DAY.stream(day))
    own_post(caller, found["post"])
    [shown] = await _hosted(request, [found])
    return shown


@router.get("/{day}/agenda")
async def get_agenda(request: Request, day: Id, participant: Id, caller: Reader, read: Read) -> dict[str, Any]:
    """One participant's appointments with what it must know of the day, and its programme; instants are UTC."""
    own_part(caller, day, participant)
    found = await read.one(DAYS, day, stream=DAY.stream(day))
    own_post(caller, found["post"])
    agenda: dict[str, Any] | None = await request.app.state.views.get(AGENDAS, agenda_id(day, participant))
    if agenda is None:
        raise Problem(404, "participant-unknown", f"{participant} does not take part in day {day}")
    own_side(caller, agenda["side"])
    appointments = [{**each, "room": room_of(found, each["table"])} for each in agenda["appointments"]]
    place = {name: found[name] for name in PLACE}
    return {**agenda, "appointments": appointments, "programme": programme_of(found, participant), **place}


async def _hosted(request: Request, days: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The days, each with whether its host is suspended by then."""
    views: Views = request.app.state.views
    posts = sorted({day["post"] for day in days})
    hosts = {one["id"]: one for one in await views.find(COVERAGE, {"_id": {"$in": posts}}, limit=len(posts) + 1)}
    return [{**day, "host_suspended": suspended(hosts.get(day["post"]), day["held_on"])} for day in days]
