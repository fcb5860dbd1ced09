"""The positions: one document per position, with the posting that was last recorded to hold it."""

from collections.abc import Iterable
from typing import get_args

from shared.contracts.postings.position import (
    PositionAbolished,
    PositionCreated,
    PositionEvent,
    PositionFilled,
    PositionResumed,
    PositionSuspended,
    PositionTenureRecorded,
    PositionTourChanged,
    PositionVacated,
)
from shared.eventing.view import Document, View


def keys(event: PositionEvent) -> Iterable[str]:
    return [event.position]


def evolve(document: Document | None, event: PositionEvent) -> Document:
    position = document or {"holder": None, "suspension": None, "abolition": None}
    match event:
        case PositionCreated():
            return position | event.model_dump(mode="json", exclude={"type"})
        case PositionFilled(posting=posting, officer=officer, started_on=day):
            return position | {"holder": {"posting": posting, "officer": officer, "started_on": day.isoformat()}}
        case PositionTenureRecorded(posting=posting, officer=officer, started_on=day, last_day=last):
            holder = {"posting": posting, "officer": officer, "started_on": day.isoformat()}
            return position | ({"holder": holder} if last is None else {})
        case PositionVacated():
            return position | {"holder": None}
        case PositionTourChanged(tour_months=months):
            return position | {"tour_months": months}
        case PositionSuspended(suspended_on=day, reason=reason):
            return position | {"suspension": {"since": day.isoformat(), "reason": reason}}
        case PositionResumed():
            return position | {"suspension": None}
        case PositionAbolished(last_day=day, reason=reason):
            return position | {"abolition": {"last_day": day.isoformat(), "reason": reason}}


POSITIONS = View("positions", get_args(PositionEvent), keys, evolve, indexes=(("post",),))
