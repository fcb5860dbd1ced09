"""Who takes part in a buyer-meeting day, by day and participant: name, and the person to write to."""

from typing import get_args

from services.notifications.views.within_day import within_day
from shared.contracts.delegations.day import ParticipantJoined
from shared.contracts.delegations.day_participation import ParticipationFact
from shared.eventing.view import Document, View

Handled = ParticipantJoined | ParticipationFact


def keys(event: Handled) -> tuple[str]:
    return (within_day(event.day, event.participant),)


def evolve(document: Document | None, event: Handled) -> Document:
    return {**(document or {}), **event.model_dump(mode="json", exclude={"type", "by_organiser"})}


PARTICIPANTS = View("participants", get_args(Handled), keys, evolve)
