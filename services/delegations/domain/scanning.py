"""Badges at the entrance and the exit: who is let in, and why not."""

from dataclasses import dataclass
from datetime import datetime

from services.delegations.domain.member import Roster
from services.delegations.domain.visit import Visit
from shared.contracts.delegations.roster import MemberArrived, MemberLeft, RosterEvent
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class CheckIn:
    visit: Visit
    badge: str
    at: datetime


@dataclass(frozen=True)
class CheckOut:
    visit: Visit
    badge: str
    at: datetime


def decide(roster: Roster, command: CheckIn | CheckOut) -> list[RosterEvent]:
    """A second scan is refused, so that a copied badge is found out.

    Slugs: `badge-unknown`, `badge-not-accredited`, `badge-wrong-day`, `badge-already-inside`, `badge-not-inside`.
    """
    person, member = roster.of_badge(command.badge)
    visit = command.visit
    scan = visit.about(person) | {"badge": command.badge}
    if member.status not in ("accredited", "arrived", "left"):
        raise Refused("badge-not-accredited", f"the accreditation of this badge's holder is {member.status}")
    match command:
        case CheckIn(at=at):
            if not visit.fair.takes_place(at):
                fair = visit.fair.announced
                day = visit.fair.day_of(at)
                raise Refused("badge-wrong-day", f"on {day} it is not good: {fair.starts_on} to {fair.ends_on}")
            if member.status == "arrived":
                raise Refused("badge-already-inside", f"was scanned at the entrance at {_said(member.since)}")
            return [MemberArrived(**scan, at=at)]
        case CheckOut(at=at):
            if member.status != "arrived":
                raise Refused("badge-not-inside", f"was not scanned at the entrance since {_said(member.since)}")
            return [MemberLeft(**scan, at=at)]


def _said(instant: datetime | None) -> str:
    return instant.isoformat() if instant else "it was made"
