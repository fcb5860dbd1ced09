"""Who takes part in a buyer-meeting day, by day and participant: name, and the person to write to."""

from shared.contracts.delegations.day import ParticipantJoined
from shared.eventing.view import Document, View


def participant_key(day: str, participant: str) -> str:
    """Participant ids are unique within their day only; `/` occurs in no id."""
    return f"{day}/{participant}"


def keys(event: ParticipantJoined) -> tuple[str]:
    return (participant_key(event.day, event.participant),)


def evolve(_: Document | None, event: ParticipantJoined) -> Document:
    return event.model_dump(mode="json", exclude={"type"})


PARTICIPANTS = View("participants", (ParticipantJoined,), keys, evolve)
