"""The high-level visits: one document each, with the commitments taken and what became of them."""

from collections.abc import Iterable
from typing import get_args

from shared.contracts.postings.high_level_visit import (
    HighLevelVisitCancelled,
    HighLevelVisitCommitmentDropped,
    HighLevelVisitCommitmentDue,
    HighLevelVisitCommitmentFulfilled,
    HighLevelVisitCommitmentTaken,
    HighLevelVisitEvent,
    HighLevelVisitHeld,
    HighLevelVisitPlanned,
)
from shared.eventing.view import Document, View

NEW: Document = {"status": "planned", "held_on": None, "reason": None, "commitments": {}, "open": 0, "remind_on": None}
REPEATED = {"type", "visit", "post", "country"}


def keys(event: HighLevelVisitEvent) -> Iterable[str]:
    return [event.visit]


def evolve(document: Document | None, event: HighLevelVisitEvent) -> Document:
    """`open` counts the commitments for which somebody waits."""
    visit = document or NEW
    said = event.model_dump(mode="json", exclude=REPEATED)
    match event:
        case HighLevelVisitPlanned():
            return visit | event.model_dump(mode="json", exclude={"type"})
        case HighLevelVisitHeld():
            return visit | {"status": "held"} | said
        case HighLevelVisitCancelled():
            return visit | {"status": "cancelled"} | said
        case HighLevelVisitCommitmentTaken():
            taken = {"status": "open", "overdue": False, "fulfilled_on": None, "outcome": None, "reason": None}
            return _told(visit, event.commitment, taken | said)
        case HighLevelVisitCommitmentDue():
            return _told(visit, event.commitment, {"overdue": True})
        case HighLevelVisitCommitmentFulfilled():
            return _told(visit, event.commitment, {"status": "fulfilled", "overdue": False} | said)
        case HighLevelVisitCommitmentDropped():
            return _told(visit, event.commitment, {"status": "dropped", "overdue": False} | said)


def _told(visit: Document, id: str, news: Document) -> Document:
    commitments = visit["commitments"] | {id: visit["commitments"].get(id, {}) | news}
    waiting = [one for one in commitments.values() if one["status"] == "open"]
    days = [one["due_on"] for one in waiting if not one["overdue"]]
    return visit | {"commitments": commitments, "open": len(waiting), "remind_on": min(days, default=None)}


HIGH_LEVEL_VISITS = View(
    "high_level_visits",
    get_args(HighLevelVisitEvent),
    keys,
    evolve,
    indexes=(("country", "_id"), ("post", "_id"), ("status", "_id"), ("open", "_id"), ("remind_on",)),
)
