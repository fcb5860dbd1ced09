"""The priorities for action: one document each, with the parts of the posts and what they have obtained."""

from collections.abc import Iterable
from datetime import date

from shared.contracts.postings.priority import (
    PriorityAdopted,
    PriorityAmended,
    PriorityClosed,
    PriorityPartAssigned,
    PriorityPartWithdrawn,
    PriorityResultNoted,
)
from shared.eventing.view import Document, View

Handled = (
    PriorityAdopted
    | PriorityAmended
    | PriorityPartAssigned
    | PriorityPartWithdrawn
    | PriorityResultNoted
    | PriorityClosed
)


def keys(event: Handled) -> Iterable[str]:
    return [event.priority]


def evolve(document: Document | None, event: Handled) -> Document:
    priority = document or {"parts": {}, "posts": [], "results": {}, "closed_on": None}
    said = event.model_dump(mode="json", exclude={"type", "priority"})
    match event:
        case PriorityAdopted(priority=id):
            return priority | {"priority": id} | said
        case PriorityAmended():
            return priority | said
        case PriorityPartAssigned(post=post):
            return _with_parts(priority, priority["parts"] | {post: said})
        case PriorityPartWithdrawn(post=post):
            return _with_parts(priority, {other: part for other, part in priority["parts"].items() if other != post})
        case PriorityResultNoted(result=result):
            return priority | {"results": priority["results"] | {result: said}}
        case PriorityClosed(closed_on=day):
            return priority | {"closed_on": date.isoformat(day)}


def _with_parts(priority: Document, parts: Document) -> Document:
    return priority | {"parts": parts, "posts": sorted(parts)}


PRIORITIES = View(
    "priorities",
    (
        PriorityAdopted,
        PriorityAmended,
        PriorityPartAssigned,
        PriorityPartWithdrawn,
        PriorityResultNoted,
        PriorityClosed,
    ),
    keys,
    evolve,
    indexes=(("year", "_id"), ("posts", "_id"), ("countries", "_id")),
)
