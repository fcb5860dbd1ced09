"""The positions: one document per position, with the posting that was last recorded to hold it."""

from collections.abc import Iterable

from shared.contracts.postings.position import PositionCreated, PositionEvent, PositionFilled, PositionVacated
from shared.eventing.view import Document, View


def keys(event: PositionEvent) -> Iterable[str]:
    return [event.position]


def evolve(document: Document | None, event: PositionEvent) -> Document:
    position = document or {"holder": None}
    match event:
        case PositionCreated():
            return position | event.model_dump(mode="json", exclude={"type"})
        case PositionFilled(posting=posting, officer=officer, started_on=day):
            return position | {"holder": {"posting": posting, "officer": officer, "started_on": day.isoformat()}}
        case PositionVacated():
            return position | {"holder": None}


POSITIONS = View("positions", (PositionCreated, PositionFilled, PositionVacated), keys, evolve, indexes=(("post",),))
