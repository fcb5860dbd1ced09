"""A VTIMEZONE that says when the clocks of a zone change, from the time zone database itself."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

BEFORE = timedelta(days=400)  # far enough back for a reader that looks for the year's own changes
STEP = timedelta(days=1)
SHORTEST = timedelta(seconds=1)


def clock_changes(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """What the clocks show from some time before the instant `first` until `last`: every change, no rule.

    Rules guess; that of icalendar missed the change of February 2027 in Morocco (decision 5).
    """
    table = Timezone()
    table.add("tzid", zone.key)
    start = first.astimezone(UTC) - BEFORE
    table.add_component(_observance(zone, start, start))
    for change in changes(zone, start, last.astimezone(UTC)):
        table.add_component(_observance(zone, change - SHORTEST, change))
    return table


def changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The UTC instants after `start` and up to `end` from which on the clocks differ from UTC by something else."""
    while start < end:
        following = min(start + STEP, end)
        if _offset(zone, start) != _offset(zone, following):
            low, high = start, following
            while high - low > SHORTEST:
                middle = low + (high - low) // (2 * SHORTEST) * SHORTEST
                low, high = (middle, high) if _offset(zone, middle) == _offset(zone, start) else (low, middle)
            yield high
        start = following


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _observance(zone: ZoneInfo, before: datetime, onset: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What is shown from the onset on, which is told by the clocks as they were before it."""
    shown = onset.astimezone(zone)
    observance = TimezoneDaylight() if shown.dst() else TimezoneStandard()
    offset = _offset(zone, before)
    observance.add("dtstart", (onset + offset).replace(tzinfo=None))
    observance.add("tzoffsetfrom", offset)
    observance.add("tzoffsetto", _offset(zone, onset))
    observance.add("tzname", shown.tzname())
    return observance
