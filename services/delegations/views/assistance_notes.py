"""The internal notes on requests for assistance, apart from what the companies see."""

from collections.abc import Iterable

from shared.contracts.delegations.assistance import AssistanceNoted
from shared.eventing.view import Document, View


def keys(event: AssistanceNoted) -> Iterable[str]:
    return (event.request,)


def evolve(document: Document | None, event: AssistanceNoted) -> Document:
    notes = document["notes"] if document else []
    return {"notes": [*notes, event.model_dump(include={"desk", "note", "at"})]}


ASSISTANCE_NOTES = View("assistance_notes", (AssistanceNoted,), keys, evolve)
