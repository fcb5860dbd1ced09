"""Who holds a position and who has held it, and whether somebody may be proposed for it."""

from collections.abc import Iterable
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
    officer: str = ""


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

    def handing_over(self, posting: str, started_on: date) -> Tenure | None:
        """Whoever is known to leave it, but still holds it on that day: the one who came last."""
        return handing_over(self.past, posting, started_on)

    @property
    def is_open(self) -> bool:
        """Whether somebody may be proposed for it."""
        return self.suspended_on is None and self.abolished_after is None


def evolve(position: Position, event: PositionEvent) -> Position:
    match event:
        case PositionCreated():
            return Position(created=event, tour_months=event.tour_months)
        case PositionFilled():
            return _filled(position, event)
        case PositionVacated(last_day=day):
            return replace(position, holder=None, held_until=_later(position, day), past=_past(position, day))
        case PositionTenureRecorded(posting=posting, started_on=day, last_day=None, overlap_until=overlap):
            return replace(position, holder=Holder(posting, event.officer, day, overlap))
        case PositionTenureRecorded(posting=posting, started_on=first, last_day=last, overlap_until=overlap):
            past = (*position.past, Tenure(posting, first, last, overlap, event.officer))
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


def _filled(position: Position, event: PositionFilled) -> Position:
    """Whoever held it leaves on the eve, or on the last day of the declared overlap."""
    day, overlap = event.started_on, event.overlap_until
    news = replace(position, holder=Holder(event.posting, event.officer, day, overlap))
    if position.holder is None:
        return news
    past = _past(position, overlap or day - timedelta(days=1))
    return replace(news, past=past, held_until=_later(position, overlap) if overlap else position.held_until)


def _past(position: Position, last: date) -> tuple[Tenure, ...]:
    """The tenures that are over once the holder's last day is this."""
    if (holder := position.holder) is None:
        return position.past
    return (*position.past, Tenure(holder.posting, holder.started_on, last, holder.overlap_until, holder.officer))


def in_the_way(tenures: Iterable[Tenure], news: Tenure) -> Tenure | None:
    """The first of these tenures that has a day in common with the new one, for which no handover was declared."""
    return next((one for one in tenures if not _apart(*sorted((one, news), key=lambda each: each.first))), None)


def _apart(former: Tenure, latter: Tenure) -> bool:
    """Whether no day belongs to both, but for a handover that was declared with the latter."""
    if former.last is None or former.first == latter.first:
        return False
    return former.last < latter.first or (latter.overlap_until is not None and former.last <= latter.overlap_until)


def handing_over(tenures: Iterable[Tenure], posting: str, day: date) -> Tenure | None:
    """Of these tenures, but for this posting's, the latest that has begun before the day and ends on it or later."""
    there = [one for one in tenures if one.posting != posting and one.last and one.first < day <= one.last]
    return max(there, key=lambda one: one.first, default=None)


def _later(position: Position, day: date) -> date:
    return max(day, position.held_until or day)
