"""A reminder: the clock shows a day, and an aggregate says what has become due by then, once."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Remind:
    """`on` is today, in UTC."""

    on: date


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last day of a shorter one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
