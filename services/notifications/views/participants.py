"""Who takes part in a buyer-meeting day, by day and participant: name, and the person to write to."""

from services.notifications.views.within_day import within_day
from shared.contracts.delegations.day import ParticipantJoined
from shared.eventing.view import Document, View


def keys(event: ParticipantJoined) -> tuple[str]:
    return (within_day(event.day, event.participant),)


def evolve(_: Document | None, event: ParticipantJoined) -> Document:
    return event.model_dump(mode="json", exclude={"type"})


PARTICIPANTS = View("participants", (ParticipantJoined,), keys, evolve)
