"""A member of a delegation as the roster knows it: who, in which function, and how far accreditation has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from shared.contracts.delegations.roster import (
    Function,
    MemberAccredited,
    MemberArrived,
    MemberLeft,
    MemberRefused,
    MemberRegistered,
    MembersInvited,
    MemberSubmitted,
    MemberWithdrawn,
    RosterEvent,
    RosterPurged,
    TravelArranged,
)
from shared.eventing.decider import Refused

Status = Literal["invited", "registered", "pending", "accredited", "refused", "withdrawn", "arrived", "left"]


@dataclass(frozen=True)
class Member:
    """`since` is the instant of the last scan."""

    function: Function
    status: Status
    registered: MemberRegistered | None = None
    badge: str | None = None
    travel: TravelArranged | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class Roster:
    """`members` are by person id."""

    members: Mapping[str, Member] = field(default_factory=dict)
    purged: bool = False

    def member(self, person: str) -> Member:
        """Raises Refused `member-unknown`."""
        if person not in self.members:
            raise Refused("member-unknown", f"{person} is no member of this delegation")
        return self.members[person]

    def of_badge(self, badge: str) -> tuple[str, Member]:
        """The person who has this badge. Raises Refused `badge-unknown`."""
        for person, member in self.members.items():
            if member.badge == badge:
                return person, member
        raise Refused("badge-unknown", f"there is no badge {badge}")


def evolve(roster: Roster, event: RosterEvent) -> Roster:
    match event:
        case MembersInvited(guests=guests):
            invited = {guest.person: Member(guest.function, "invited") for guest in guests}
            return replace(roster, members={**roster.members, **invited})
        case RosterPurged():
            return replace(roster, purged=True)
        case MemberRegistered(person=person, function=function):
            return _with(roster, person, Member(function, "registered", event))
    member = roster.member(event.person)
    match event:
        case MemberSubmitted():
            member = replace(member, status="pending")
        case MemberAccredited(badge=badge):
            member = replace(member, status="accredited", badge=badge)
        case MemberRefused():
            member = replace(member, status="refused")
        case MemberWithdrawn():
            member = replace(member, status="withdrawn")
        case TravelArranged():
            member = replace(member, travel=event)
        case MemberArrived(at=at):
            member = replace(member, status="arrived", since=at)
        case MemberLeft(at=at):
            member = replace(member, status="left", since=at)
    return _with(roster, event.person, member)


def _with(roster: Roster, person: str, member: Member) -> Roster:
    return replace(roster, members={**roster.members, person: member})
