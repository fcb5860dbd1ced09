"""The interactions of posts with their contacts: one document each, without what was said."""

from collections.abc import Iterable

from shared.contracts.postings.contact import ContactInteractionRecorded
from shared.eventing.view import Document, View


def keys(event: ContactInteractionRecorded) -> Iterable[str]:
    """Ids of interactions are unique within their contact only; `/` occurs in no id."""
    return (f"{event.contact}/{event.interaction}",)


def evolve(_: Document | None, event: ContactInteractionRecorded) -> Document:
    return event.model_dump(mode="json", exclude={"type", "content", "at"}) | {"recorded_at": event.at}


CONTACT_INTERACTIONS = View(
    "contact_interactions",
    (ContactInteractionRecorded,),
    keys,
    evolve,
    indexes=(
        ("contact", "held_on", "_id"),
        ("post", "held_on", "_id"),
        ("priority", "held_on", "_id"),
        ("held_on", "_id"),
    ),
)
