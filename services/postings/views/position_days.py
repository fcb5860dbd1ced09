"""When a position exists, and when it is expected to be held: the one rule for vacancies, gaps and overlaps."""

from collections.abc import Iterable
from datetime import date, timedelta

from shared.contracts.postings.position import PositionAbolished, PositionResumed, PositionSuspended
from shared.eventing.view import Document

Standing = PositionSuspended | PositionResumed | PositionAbolished
Spell = tuple[str, str]  # the first day and the last, both included

FOREVER = date.max.isoformat()


def stood(position: Document, event: Standing) -> Document:
    """The position's document, with when it is suspended, and since when it is no more."""
    match event:
        case PositionSuspended(suspended_on=day):
            spells = [*position.get("suspensions", []), {"first_day": day.isoformat(), "resumed_on": None}]
            return position | {"suspensions": spells}
        case PositionResumed(resumed_on=day):
            *before, last = position["suspensions"]
            return position | {"suspensions": [*before, last | {"resumed_on": day.isoformat()}]}
        case PositionAbolished(last_day=day):
            return position | {"abolished_after": day.isoformat()}


def exists_on(position: Document, day: str) -> bool:
    """Whether the position is neither suspended nor abolished on that day."""
    return day <= position.get("abolished_after", day) and not any(
        first <= day <= last for first, last in stops(position)
    )


def stops(position: Document) -> list[Spell]:
    """When the position is suspended."""
    return [
        (one["first_day"], day_before(one["resumed_on"]) if one["resumed_on"] else FOREVER)
        for one in position.get("suspensions", ())
    ]


def served(first: str, last: str | None, estimate: str | None, today: str) -> Spell:
    """When somebody who has started is expected to hold it: who stays beyond the estimate, from one day to the next."""
    return first, last or (max(estimate, today) if estimate else FOREVER)


def to_come(first: str, estimate: str | None, today: str) -> Spell:
    """When somebody who is approved is expected to hold it: whose first day is over comes from one day to the next."""
    return (first if first >= today else day_after(today)), estimate or FOREVER


def free(taken: Iterable[Spell], first: str, last: str) -> list[Spell]:
    """The days from `first` to `last` that none of these spells has."""
    found, cursor = [], first
    for start, end in sorted(taken):
        if start > cursor and cursor <= last:
            found.append((cursor, min(day_before(start), last)))
        cursor = max(cursor, day_after(end))
    if cursor <= last:
        found.append((cursor, last))
    return found


def day_after(day: str) -> str:
    """The calendar's last day has none."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day < FOREVER else day


def day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
