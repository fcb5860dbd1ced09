"""Clock times at a place, turned into UTC instants."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


def instants(day: date, times: Iterable[time], zone: str) -> tuple[datetime, ...]:
    """The UTC instants at which the clocks of an IANA time zone show these times on that day.

    Raises ValueError for an unknown zone, and for a time that a clock change skips or shows twice.
    """
    if zone not in _zones():
        raise ValueError(f"{zone} is no IANA time zone")
    return tuple(_instant(datetime.combine(day, time), ZoneInfo(zone)) for time in times)


def _instant(shown: datetime, zone: ZoneInfo) -> datetime:
    if shown.tzinfo is not None:
        raise ValueError(f"{shown.time()} must be a local clock time without an offset")
    first, second = (shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != shown:
        raise ValueError(f"{shown:%H:%M} does not exist on {shown:%Y-%m-%d} in {zone.key}: the clocks skip it")
    if first != second:
        raise ValueError(f"{shown:%H:%M} occurs twice on {shown:%Y-%m-%d} in {zone.key}: the clocks go back")
    return first


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
