"""Who may see and do what beyond the role: a post its own days, companies and buyers their own; ids that must exist."""

from collections.abc import Container
from dataclasses import dataclass

from fastapi import Request

from services.delegations.api.seats import Seated
from services.delegations.domain.booked_meeting import Booked, booked
from services.delegations.domain.company import COMPANY
from services.delegations.domain.company_merging import unmerged
from services.delegations.domain.day import DAY
from services.delegations.domain.delegation import DELEGATION
from services.delegations.domain.fair import FAIR, KnownFair
from services.delegations.domain.planned_day import PlannedDay
from services.delegations.domain.registered_company import Company
from services.delegations.domain.visit import Visit
from shared.contracts.delegations.day import Side
from shared.eventing.decider import Refused
from shared.eventing.records import Register
from shared.eventing.store import Store
from shared.http.identity import Caller
from shared.http.problems import Problem

PARTIES: tuple[Side, ...] = ("company", "buyer")  # the roles that act for themselves on a day


@dataclass(frozen=True)
class Party:
    """A participant that acts for itself: a company on any day, a buyer on the one that its token names.

    `seats` are participants that were merged into the company, for which it acts as for itself.
    """

    side: Side
    id: str
    seats: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id under which it may be on the day."""
        return (self.id, *self.seats)

    def among(self, participants: Container[str]) -> str:
        """The first of its ids that is among these, its own where none is."""
        return next((id for id in self.ids if id in participants), self.id)


def own_post(caller: Caller, post: str) -> None:
    """Raises Problem 403 where a post reaches for the day of another post."""
    if caller.role == "post" and caller.post != post:
        raise Problem(403, "forbidden", f"this belongs to post {post}; the token is for post {caller.post}")


def own_company(caller: Caller, company: str) -> None:
    """Raises Problem 403 where a company reaches for what is another's."""
    if caller.role == "company" and caller.company != company:
        raise Problem(403, "forbidden", f"this is for company {company}; the token is for company {caller.company}")


def party_of(caller: Caller, day: str) -> Party | None:
    """Who of this day's parties calls, None where somebody of the house does. Raises Problem 403 for another day's."""
    if caller.role not in PARTIES:
        return None
    if caller.company is not None:
        return Party("company", caller.company, caller.seats if isinstance(caller, Seated) else ())
    seat_day, _, id = (caller.buyer or "").partition("/")
    if seat_day != day:
        raise Problem(403, "forbidden", f"this is of day {day}; the token is for buyer {caller.buyer}")
    return Party("buyer", id)


def own_part(caller: Caller, day: str, participant: str) -> None:
    """Raises Problem 403 where a company or a buyer reaches for another participant, or a buyer for another day."""
    party = party_of(caller, day)
    if party is not None and participant not in party.ids:
        raise Problem(403, "forbidden", f"this is for {participant}; the token is for {party.side} {party.id}")


def own_meeting(caller: Caller, day: str, company: str, buyer: str) -> None:
    """Raises Problem 403 where a company or a buyer reaches for a meeting of which it is no party."""
    party = party_of(caller, day)
    if party is not None and (company if party.side == "company" else buyer) not in party.ids:
        raise Problem(403, "forbidden", f"{party.side} {party.id} is no party of this meeting")


def own_side(caller: Caller, side: Side) -> None:
    """Raises Problem 403 where a company or a buyer does something for the other side."""
    if caller.role in PARTIES and caller.role != side:
        raise Problem(403, "forbidden", f"this is for a {side}; the token is for a {caller.role}")


async def known_day(request: Request, caller: Caller, day: str) -> PlannedDay:
    """The day as it is now. Raises Problem 404 where there is none, 403 as `edition` does."""
    planned, _ = await edition(request, caller, day)
    return planned


async def edition(request: Request, caller: Caller, day: str) -> tuple[PlannedDay, int]:
    """The day as it is now, and its version.

    Raises Problem 404 where there is none, 403 where it is another post's or another buyer's, or where the caller takes
    part on the other side.
    """
    party = party_of(caller, day)
    store: Store = request.app.state.store
    planned, version = await store.load(DAY, day)
    if planned.plan is None:
        raise Refused("day-unknown", f"there is no buyer-meeting day {day}")
    own_post(caller, planned.plan.post)
    for id in party.ids if party is not None else ():
        if id in planned.participants:
            own_side(caller, planned.participants[id].side)
    return planned, version


async def acts_for(request: Request, caller: Caller, day: str, participant: str) -> bool:
    """Whether the organiser acts for this participant of the day, which shows; companies and buyers do for themselves.

    Raises Problem 404 where there is no such day, 403 where the caller may not.
    """
    own_part(caller, day, participant)
    await known_day(request, caller, day)
    return caller.role not in PARTIES


async def booked_meeting(request: Request, caller: Caller, day: str, meeting: str) -> Booked:
    """The meeting as the published timetable has it now.

    Raises Problem 404 where there is none, 403 where it is another party's or post's, 409 before publication.
    """
    found = booked(await known_day(request, caller, day), meeting)
    own_meeting(caller, day, found.appointment.company, found.appointment.buyer)
    return found


async def known_fair(request: Request, fair: str) -> KnownFair:
    """The fair as it is now; raises Problem 404 where it is not announced."""
    store: Store = request.app.state.store
    known, _ = await store.load(FAIR, fair)
    if known is None:
        raise Refused("fair-unknown", f"there is no fair {fair}")
    return known


async def known_visit(request: Request, delegation: str) -> Visit:
    """A delegation's visit to its fair as both are now; raises Problem 404 where there is no such delegation."""
    store: Store = request.app.state.store
    known, _ = await store.load(DELEGATION, delegation)
    if known.registered is None:
        raise Refused("delegation-unknown", f"there is no delegation {delegation}")
    fair = await known_fair(request, known.registered.fair)
    return Visit(delegation, known.registered.country, known.registered.head, known.status, fair)


async def known_company(request: Request, company: str) -> Company:
    """The company as it is now; raises Problem 404 where it is not registered."""
    store: Store = request.app.state.store
    known, _ = await store.load(COMPANY, company)
    if known.particulars is None:
        raise Refused("company-unknown", f"there is no company {company}")
    return known


async def approved_company(request: Request, company: str) -> Company:
    """The company. Raises Problem 404 where it is not registered, 409 where it may not take part in what is offered."""
    known = await known_company(request, company)
    unmerged(known)
    if not known.may_take_part:
        raise Refused("company-not-approved", f"company {company} is {known.standing}")
    return known


async def known_person(request: Request, person: str) -> None:
    """Raises Problem 404 where there is no record of the person, so that nobody would be written to."""
    people: Register = request.app.state.people
    if await people.get(person) is None:
        raise Refused("person-unknown", f"there is no person {person}; put the record first")
