"""How a day shows its participants, and what they have changed since they joined."""

from typing import Any

from shared.contracts.delegations.day_participation import (
    ParticipantAvailabilityChanged,
    ParticipantContactChanged,
    ParticipantLeft,
    ParticipationFact,
)
from shared.eventing.view import Document


def evolve(day: Document, event: ParticipationFact) -> Document:
    match event:
        case ParticipantAvailabilityChanged(participant=id, absent=absent):
            return of_participant(day, id, {"absent": list(absent)})
        case ParticipantContactChanged(participant=id, contact=contact):
            return of_participant(day, id, {"contact": contact})
        case ParticipantLeft(participant=gone):
            return {**day, "participants": {id: one for id, one in day["participants"].items() if id != gone}}


def of_participant(day: Document, participant: str, change: dict[str, Any]) -> Document:
    """The day with this change to one of its participants."""
    known = day["participants"]
    return {**day, "participants": {**known, participant: {**known[participant], **change}}}
