"""A member's way from registration to accreditation, refusal or withdrawal, and the second form that follows."""

from dataclasses import dataclass
from datetime import date

from services.delegations.domain.member import Member
from services.delegations.domain.visit import Visit
from shared.contracts.delegations.roster import (
    MemberAccredited,
    MemberRefused,
    MemberSubmitted,
    MemberWithdrawn,
    RosterEvent,
    TravelArranged,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class Submit:
    visit: Visit
    person: str


@dataclass(frozen=True)
class Accredit:
    visit: Visit
    person: str
    badge: str


@dataclass(frozen=True)
class Refuse:
    visit: Visit
    person: str
    reason: str


@dataclass(frozen=True)
class Withdraw:
    visit: Visit
    person: str


@dataclass(frozen=True)
class ArrangeTravel:
    visit: Visit
    person: str
    arrives_on: date
    leaves_on: date
    visa: bool


Command = Submit | Accredit | Refuse | Withdraw | ArrangeTravel


def decide(member: Member, command: Command) -> list[RosterEvent]:
    """Saying the same again changes nothing.

    Slugs: `member-not-` and `member-already-` with a status, `delegation-not-confirmed`, `travel-ends-before-start`.
    """
    of = command.visit.about(command.person)
    match command:
        case Submit():
            return [] if member.status == "pending" else _from(member, "registered", MemberSubmitted(**of))
        case Accredit(badge=badge):
            if member.badge and member.status != "withdrawn":
                return []
            if command.visit.status != "confirmed":
                raise Refused("delegation-not-confirmed", f"the delegation is {command.visit.status}")
            return _from(member, "pending", MemberAccredited(**of, function=member.function, badge=badge))
        case Refuse(reason=reason):
            return [] if member.status == "refused" else _from(member, "pending", MemberRefused(**of, reason=reason))
        case Withdraw():
            for status in ("refused", "arrived", "left"):
                never(member, status)
            return [] if member.status == "withdrawn" else [MemberWithdrawn(**of)]
        case ArrangeTravel(arrives_on=arrives_on, leaves_on=leaves_on, visa=visa):
            if leaves_on < arrives_on:
                raise Refused("travel-ends-before-start", f"{leaves_on} lies before {arrives_on}")
            travel = TravelArranged(**of, arrives_on=arrives_on, leaves_on=leaves_on, visa=visa)
            return [] if member.travel == travel else _from(member, "accredited", travel)


def _from(member: Member, status: str, event: RosterEvent) -> list[RosterEvent]:
    if member.status != status:
        raise Refused(f"member-not-{status}", f"the member is {member.status}")
    return [event]


def never(member: Member, status: str) -> None:
    """Raises Refused `member-already-STATUS` where that is how far the member has come."""
    if member.status == status:
        raise Refused(f"member-already-{status}", f"the member is {status} already")
