"""VTIMEZONE (RFC 5545, 3.6.5) from Python's own table of clock changes, one component for each change; pure.

Rules that repeat yearly are shorter, and wrong wherever the clocks follow the moon (Morocco) or a decree.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vDDDTypes

AROUND = timedelta(days=400)  # so that a program which repeats or moves the meeting finds the next changes too
STEP = timedelta(days=1)  # no zone changes its clocks twice a day
SECOND = timedelta(seconds=1)


def written(zone: ZoneInfo, at: datetime) -> Timezone:
    """The zone as it is around this instant."""
    made = Timezone()
    made.add("tzid", zone.key)
    first = at.astimezone(UTC).replace(microsecond=0) - AROUND
    # What is in force at the beginning holds from there on, as far as anybody can tell who reads only this.
    made.add_component(_change(zone, first, first))
    for change in changes(zone, first, first + 2 * AROUND):
        made.add_component(_change(zone, change - SECOND, change))
    return made


def changes(zone: ZoneInfo, first: datetime, last: datetime) -> list[datetime]:
    """The UTC instants between these two at which the zone's distance from UTC changes."""
    found: list[datetime] = []
    before = first
    while before < last:
        after = before + STEP
        if _offset(zone, before) != _offset(zone, after):
            found.append(_narrowed(zone, before, after))
        before = after
    return found


def _narrowed(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second of the new offset."""
    while after - before > SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> TimezoneStandard | TimezoneDaylight:
    local = after.astimezone(zone)
    made: TimezoneStandard | TimezoneDaylight = TimezoneDaylight() if local.dst() else TimezoneStandard()
    onset = (after + _offset(zone, before)).replace(tzinfo=None)  # by the clocks as they stood until then
    made.add("dtstart", vDDDTypes(onset))
    made.add("tzoffsetfrom", _offset(zone, before))
    made.add("tzoffsetto", _offset(zone, after))
    made.add("tzname", local.tzname() or zone.key)
    return made


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    if offset is None:
        raise ValueError(f"{zone.key} has no distance from UTC")
    return offset
