"""What each version of a note on a country said, and until when it was to be believed."""

from collections.abc import Iterable

from shared.contracts.postings.environment_note import EnvironmentNoteApproved, EnvironmentNoteDrafted
from shared.eventing.view import Document, View

Handled = EnvironmentNoteDrafted | EnvironmentNoteApproved


def keys(event: Handled) -> Iterable[str]:
    """The ids of a note's versions are in their order; `/` occurs in no id."""
    return (f"{event.note}/{event.version:06}",)


def evolve(document: Document | None, event: Handled) -> Document:
    match event:
        case EnvironmentNoteDrafted():
            told = event.model_dump(include={"note", "country", "post", "version", "text", "priority"})
            return told | {"approved_at": None, "review_on": None}
        case EnvironmentNoteApproved(at=at, review_on=day):
            return (document or {}) | {"approved_at": at, "review_on": day.isoformat()}


ENVIRONMENT_NOTE_VERSIONS = View(
    "environment_note_versions",
    (EnvironmentNoteDrafted, EnvironmentNoteApproved),
    keys,
    evolve,
    indexes=(("note", "_id"),),
)
