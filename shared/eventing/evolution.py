"""A view's document while events change it in memory, between being read and being written back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pymongo import InsertOne, ReplaceOne
from pymongo.errors import BulkWriteError

from shared.eventing.event import Recorded
from shared.eventing.view import Document, View

Touched = Sequence[tuple[str, Recorded]]
Write = InsertOne[Document] | ReplaceOne[Document]
DUPLICATE_KEY = 11000


@dataclass(slots=True)
class Evolving:
    """`document` is None where there is none or it was removed; `revision` is the stored one, 0 where there is none."""

    document: Document | None
    seen: dict[str, int]
    revision: int
    changed: bool = False


def loaded(stored: Document | None) -> Evolving:
    """A document as MongoDB has it, ready to be changed."""
    if stored is None:
        return Evolving(None, {}, 0)
    return Evolving(None if "_gone" in stored else own(stored), stored["_seen"], stored["_rev"])


def touched(view: View, events: Iterable[Recorded]) -> Touched:
    """Which documents these events touch, in their order."""
    keys = view.keys
    return [(key, recorded) for recorded in events for key in keys(recorded.event)]


def evolve(view: View, documents: dict[str, Evolving], touched: Touched) -> None:
    """Change the documents by the events that each has not seen; they must all be there."""
    for key, recorded in touched:
        one = documents[key]
        if recorded.sequence > one.seen.get(recorded.stream, 0):
            one.document = view.evolve(one.document, recorded.event)
            one.seen[recorded.stream] = recorded.sequence
            one.changed = True


def write(key: str, one: Evolving) -> Write:
    """The write that stores the document, if nobody else has stored it since it was read."""
    content: Document = {"_gone": True} if one.document is None else one.document
    new = {"_id": key, "_rev": one.revision + 1, "_seen": one.seen, **content}
    return ReplaceOne({"_id": key, "_rev": one.revision}, new) if one.revision else InsertOne(new)


def lost_race(error: BulkWriteError) -> bool:
    """Whether such writes failed only because somebody else has inserted one of the documents first."""
    return all(failure["code"] == DUPLICATE_KEY for failure in error.details["writeErrors"])


def own(document: Document) -> Document:
    """The document as its view wrote it, without the runner's fields."""
    return {name: value for name, value in document.items() if not name.startswith("_")}


def shown(document: Document) -> Document:
    """The document as readers see it."""
    return {"id": document["_id"], **own(document)}
