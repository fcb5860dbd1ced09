"""When next steps are due that are neither done nor reminded of: what the deadlines worker looks through."""

from collections.abc import Iterable

from services.delegations.domain.follow_up import due_at
from shared.contracts.delegations.meeting import (
    MeetingFollowUpReminded,
    MeetingOutcomeFollowedUp,
    MeetingOutcomeNoted,
    OutcomeFact,
)
from shared.eventing.event import members
from shared.eventing.view import Document, View


def keys(event: OutcomeFact) -> Iterable[str]:
    return (f"{event.day}/{event.meeting}/{event.side}",)


def evolve(document: Document | None, event: OutcomeFact) -> Document | None:
    match event:
        case MeetingOutcomeNoted():
            step = event.model_dump(mode="json", include={"next_step", "follow_up_on"})
            if document is not None and document["step"] == step:
                return document
            about = event.model_dump(include={"day", "meeting", "side"})
            return {**about, "step": step, "due_at": due_at(event)}
        case MeetingOutcomeFollowedUp() | MeetingFollowUpReminded():
            return document and {**document, "due_at": None}


FOLLOW_UPS = View("follow_ups", members(OutcomeFact), keys, evolve, indexes=(("due_at",),))
