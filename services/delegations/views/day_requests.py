"""How a day shows the requests for its meetings: what became of each, its rank, and who does not meet whom."""

from typing import Any

from shared.contracts.delegations.day import MeetingRequested
from shared.contracts.delegations.day_requests import (
    BlockLifted,
    MeetingRequestAccepted,
    MeetingRequestDeclined,
    MeetingRequestExpired,
    MeetingRequestWithdrawn,
    MeetingsRanked,
    ParticipantBlocked,
    RequestFact,
)
from shared.eventing.view import Document


def request(event: MeetingRequested) -> Document:
    """What is shown of a meeting as soon as it is asked for."""
    shown = event.model_dump(include={"company", "buyer", "requested_by", "rank", "needs_acceptance", "by_organiser"})
    return {**shown, "status": "requested"}


def evolve(day: Document, event: RequestFact) -> Document:
    match event:
        case MeetingRequestAccepted(meeting=id):
            return changed(day, {id: {"status": "accepted", "settled_by_organiser": event.by_organiser}})
        case MeetingRequestDeclined(meeting=id):
            return changed(day, {id: {"status": "declined", "settled_by_organiser": event.by_organiser}})
        case MeetingRequestWithdrawn(meeting=id):
            return changed(day, {id: {"status": "withdrawn", "settled_by_organiser": event.by_organiser}})
        case MeetingRequestExpired(meeting=id):
            return changed(day, {id: {"status": "expired"}})
        case MeetingsRanked(meetings=order):
            return changed(day, {id: {"rank": rank} for rank, id in enumerate(order, 1)})
        case ParticipantBlocked():
            block = event.model_dump(include={"participant", "blocked", "by_organiser"})
            return {**day, "blocks": [*day.get("blocks", ()), block]}
        case BlockLifted(participant=participant, blocked=blocked):
            pair = (participant, blocked)
            return {**day, "blocks": [one for one in day["blocks"] if (one["participant"], one["blocked"]) != pair]}


def changed(day: Document, changes: dict[str, dict[str, Any]]) -> Document:
    """The day with these changes to its meetings, by id."""
    meetings = day["meetings"]
    return {**day, "meetings": {**meetings, **{key: {**meetings[key], **change} for key, change in changes.items()}}}
