"""Badges: printed for accredited members, scanned at the entrance and the exit; who was accredited and never came."""

import asyncio
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.delegations.api.access import known_fair, known_visit
from services.delegations.api.members import OFFICE, Staff
from services.delegations.api.own_countries import countries_of
from services.delegations.domain.roster import ROSTER
from services.delegations.domain.scanning import CheckIn, CheckOut
from services.delegations.views.badges import BADGES
from services.delegations.views.rosters import ROSTERS
from shared.clock import now
from shared.eventing.decider import Refused
from shared.eventing.records import Register
from shared.eventing.store import Store, Task
from shared.eventing.views import Views
from shared.http.commands import Write
from shared.http.types import Id
from shared.lettering import Unprintable

router = APIRouter(tags=["badges"])

PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}}}


class Scan(BaseModel):
    """The answer to a scan that is in order; every other is a problem that says why."""

    badge: str
    delegation: str
    person: str
    answer: str


class NoShow(BaseModel):
    delegation: str
    country: str
    person: str
    function: str


@router.get("/delegations/{delegation}/badges", dependencies=[OFFICE], response_class=Response, responses=PDF)
async def print_badges(request: Request, delegation: Id) -> Response:
    """One badge per accredited member, as PDF; the QR code holds the badge's id and nothing of the person."""
    visit = await known_visit(request, delegation)
    store: Store = request.app.state.store
    people: Register = request.app.state.people
    roster, _ = await store.load(ROSTER, delegation)
    from services.delegations.badge_sheet import Badge, sheet  # a third of a second that no start should pay

    fair, badges = visit.fair.announced, list[Badge]()
    for person, member in sorted(roster.members.items()):
        record = await people.get(person)
        if member.badge and member.status != "withdrawn" and record:
            title = f"{fair.name} {fair.edition}"
            badges.append(Badge(member.badge, record["name"], member.function, visit.country, title))
    if not badges:
        raise Refused("badges-none", f"delegation {delegation} has no accredited member")
    try:
        content = await asyncio.to_thread(sheet, badges)
    except Unprintable as error:
        raise Refused("badge-name-not-latin", f"{error}; put the record with the name as in the passport") from error
    return Response(content, media_type="application/pdf")


@router.post("/badges/{badge}/check-in", dependencies=[OFFICE])
async def check_in(request: Request, badge: Id, write: Write) -> Scan:
    """Scan at the entrance: admitted, or a problem: already inside, wrong day, not accredited, unknown."""
    found = await _badge(request, badge)
    visit = await known_visit(request, found["delegation"])
    await write(Task(ROSTER, found["delegation"], CheckIn(visit, badge, now())))
    return Scan(badge=badge, delegation=found["delegation"], person=found["person"], answer="admitted")


@router.post("/badges/{badge}/check-out", dependencies=[OFFICE])
async def check_out(request: Request, badge: Id, write: Write) -> Scan:
    """Scan at the exit; who is not inside gets a problem."""
    found = await _badge(request, badge)
    visit = await known_visit(request, found["delegation"])
    await write(Task(ROSTER, found["delegation"], CheckOut(visit, badge, now())))
    return Scan(badge=badge, delegation=found["delegation"], person=found["person"], answer="left")


@router.get("/fairs/{fair}/no-shows")
async def list_no_shows(request: Request, fair: Id, caller: Staff, on: date | None = None) -> list[NoShow]:
    """Who was accredited and never came, as seen today, or `on` an earlier day after the fair's last one.

    Days are those at the fair's place. A post or an embassy sees the countries that it covers.
    """
    (await known_fair(request, fair)).is_over(now(), on)
    own = await countries_of(request, caller)
    views: Views = request.app.state.views
    return [
        NoShow(delegation=roster["id"], country=roster["country"], person=person, function=member["function"])
        async for roster in views.each(ROSTERS, {"fair": fair})
        if own is None or roster.get("country") in own
        for person, member in sorted(roster["members"].items())
        if member["status"] == "accredited"
    ]


async def _badge(request: Request, badge: str) -> dict[str, Any]:
    views: Views = request.app.state.views
    found = await views.get(BADGES, badge)
    if found is None:
        raise Refused("badge-unknown", f"there is no badge {badge}")
    return found
