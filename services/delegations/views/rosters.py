"""The rosters, one per delegation: each member's function, how far accreditation has come, and what was filled in."""

from collections.abc import Iterable
from typing import Any

from shared.contracts.delegations.roster import (
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
from shared.eventing.view import Document, View

NEW: dict[str, Any] = {
    "interpreter": None,
    "interests": [],
    "badge": None,
    "travel": None,
    "reason": None,
    "came": False,
    "last_scan": None,
}


def keys(event: RosterEvent) -> Iterable[str]:
    return (event.delegation,)


def evolve(document: Document | None, event: RosterEvent) -> Document:
    roster = document or {"fair": event.fair, "members": {}, "purged_at": None}
    match event:
        case RosterPurged(purged_at=at):
            return {**roster, "purged_at": at}
        case MembersInvited(country=country, guests=guests):
            invited = {each.person: {**NEW, "function": each.function, "status": "invited"} for each in guests}
            return {**roster, "country": country, "members": {**roster["members"], **invited}}
        case _:
            member = {**roster["members"].get(event.person, NEW), **_change(event)}
            return {**roster, "country": event.country, "members": {**roster["members"], event.person: member}}


def _change(event: RosterEvent) -> dict[str, Any]:
    match event:
        case MemberRegistered():
            return {**NEW, **event.model_dump(include={"function", "interpreter", "interests"}), "status": "registered"}
        case MemberSubmitted():
            return {"status": "pending"}
        case MemberAccredited(badge=badge):
            return {"status": "accredited", "badge": badge}
        case MemberRefused(reason=reason):
            return {"status": "refused", "reason": reason}
        case MemberWithdrawn():
            return {"status": "withdrawn"}
        case TravelArranged():
            return {"travel": event.model_dump(mode="json", include={"arrives_on", "leaves_on", "visa"})}
        case MemberArrived(at=at):
            return {"status": "arrived", "came": True, "last_scan": at}
        case MemberLeft(at=at):
            return {"status": "left", "last_scan": at}
    return {}


ROSTERS = View(
    "rosters",
    (
        MembersInvited,
        MemberRegistered,
        MemberSubmitted,
        MemberAccredited,
        MemberRefused,
        MemberWithdrawn,
        TravelArranged,
        MemberArrived,
        MemberLeft,
        RosterPurged,
    ),
    keys,
    evolve,
    indexes=(("fair", "_id"),),
)
