"""Who holds a position and who has held it, and whether somebody may be proposed for it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import assert_never

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


@dataclass(frozen=True, slots=True)
class Holder:
    posting: str
    officer: str
    started_on: date
    overlap_until: date | None = None


@dataclass(frozen=True, slots=True)
class Tenure:
    """From `first` to `last`, both included, or still going on; through `overlap_until` the one before it stayed."""

    posting: str
    first: date
    last: date | None = None
    overlap_until: date | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """`held_until` is the last day of the last tenure that has ended by vacating; `past` are those that are over."""

    created: PositionCreated | None = None
    holder: Holder | None = None
    held_until: date | None = None
    tour_months: int | None = None
    suspended_on: date | None = None
    abolished_after: date | None = None
    past: tuple[Tenure, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody may be proposed for it."""
        return self.suspended_on is None and self.abolished_after is None


def evolve(position: Position, event: PositionEvent) -> Position:
    match event:
        case PositionCreated():
            return Position(created=event, tour_months=event.tour_months)
        case PositionFilled(posting=posting, officer=officer, started_on=day):
            past = _past(position, day - timedelta(days=1)) if position.holder else position.past
            return replace(position, holder=Holder(posting, officer, day), past=past)
        case PositionVacated(last_day=day):
            return replace(position, holder=None, held_until=_later(position, day), past=_past(position, day))
        case PositionTenureRecorded(posting=posting, started_on=day, last_day=None, overlap_until=overlap):
            return replace(position, holder=Holder(posting, event.officer, day, overlap))
        case PositionTenureRecorded(posting=posting, started_on=first, last_day=last, overlap_until=overlap):
            past = (*position.past, Tenure(posting, first, last, overlap))
            return replace(position, held_until=last and _later(position, last), past=past)
        case PositionTourChanged(tour_months=months):
            return replace(position, tour_months=months)
        case PositionSuspended(suspended_on=day):
            return replace(position, suspended_on=day)
        case PositionResumed():
            return replace(position, suspended_on=None)
        case PositionAbolished(last_day=day):
            return replace(position, abolished_after=day)
        case _:
            assert_never(event)


def _past(position: Position, last: date) -> tuple[Tenure, ...]:
    """The tenures that are over once the holder's last day is this."""
    if (holder := position.holder) is None:
        return position.past
    return (*position.past, Tenure(holder.posting, holder.started_on, last, holder.overlap_until))


def _later(position: Position, day: date) -> date:
    return max(day, position.held_until or day)
