"""The notes on countries: the version that companies read, and what waits for its review."""

from collections.abc import Iterable

from shared.contracts.postings.environment_note import (
    EnvironmentNoteApproved,
    EnvironmentNoteDrafted,
    EnvironmentNoteReturned,
)
from shared.eventing.view import Document, View

Handled = EnvironmentNoteDrafted | EnvironmentNoteReturned | EnvironmentNoteApproved
NEW: Document = {"approved": None, "draft": None, "waiting": False, "review_on": None}


def keys(event: Handled) -> Iterable[str]:
    return (event.note,)


def evolve(document: Document | None, event: Handled) -> Document:
    """`draft` is what is not approved yet, with the remarks with which it was returned; `waiting` for the review."""
    note = (document or NEW) | {"country": event.country, "post": event.post}
    match event:
        case EnvironmentNoteDrafted():
            draft = event.model_dump(include={"version", "draft", "text", "priority"}) | {"remarks": None}
            return note | {"draft": draft | {"drafted_at": event.at}, "waiting": True}
        case EnvironmentNoteReturned(remarks=remarks):
            return note | {"draft": note["draft"] | {"remarks": remarks}, "waiting": False}
        case EnvironmentNoteApproved(review_on=day, at=at):
            told = {name: note["draft"][name] for name in ("version", "text", "priority")}
            approved = told | {"approved_at": at, "review_on": day.isoformat()}
            return note | {"approved": approved, "draft": None, "waiting": False, "review_on": day.isoformat()}


ENVIRONMENT_NOTES = View(
    "environment_notes",
    (EnvironmentNoteDrafted, EnvironmentNoteReturned, EnvironmentNoteApproved),
    keys,
    evolve,
    indexes=(("post", "_id"), ("review_on", "_id"), ("post", "review_on", "_id")),
)


def as_told(note: Document) -> Document | None:
    """The note as companies see it; None where no version has been approved."""
    if note["approved"] is None:
        return None
    return {"id": note["id"], "country": note["country"], "post": note["post"], **note["approved"]}
