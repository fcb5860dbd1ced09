"""When a recipient may be told by its own clocks: after quiet hours, at the next digest, right across clock changes."""

from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from services.notifications.domain.preferences import Quiet

MORNING = time(8)  # when daily digests go
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
Pace = Literal["hourly", "daily"]


def is_quiet(at: datetime, zone: ZoneInfo, quiet: Quiet) -> bool:
    """Whether the clocks show a time within the quiet hours; their end does not belong to them."""
    shown = at.astimezone(zone).time()
    if quiet.start < quiet.end:
        return quiet.start <= shown < quiet.end
    return shown >= quiet.start or shown < quiet.end


def allowed(at: datetime, zone: ZoneInfo, quiet: Quiet | None) -> datetime:
    """The first UTC instant, from this one on, at which this recipient may be told.

    Quiet hours that have begun last until their end, even if clocks that are set back leave them meanwhile.
    """
    while quiet is not None and is_quiet(at, zone, quiet):
        at = next_showing(at, zone, quiet.end)
    return at


def next_digest(at: datetime, zone: ZoneInfo, pace: Pace, quiet: Quiet | None) -> datetime:
    """When the digest goes that takes what has come at this instant: on the hour or in the morning, never quietly."""
    if pace == "daily":
        return allowed(next_showing(at, zone, MORNING), zone, quiet)
    shown = at.astimezone(zone)
    since = timedelta(minutes=shown.minute, seconds=shown.second, microseconds=shown.microsecond)
    return allowed(at - since + HOUR, zone, quiet)


def next_showing(at: datetime, zone: ZoneInfo, clock: time) -> datetime:
    """The first UTC instant after this one at which the clocks show this time, or have just been set past it."""
    today = at.astimezone(zone).date()
    found = (_showings(datetime.combine(today + DAY * ahead, clock, zone)) for ahead in (-1, 0, 1, 2))
    return min(one for showings in found for one in showings if one > at)


def _showings(wall: datetime) -> tuple[datetime, ...]:
    """The instants of a wall time: two where clocks are set back over it, and the change itself where it is skipped."""
    first, second = (wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if second >= first:
        return (first, second)
    # Skipped: read with the offset of before, the time lies after the change, with that of afterwards before it.
    lower, upper = second, first
    zone, offset = wall.tzinfo, second.astimezone(wall.tzinfo).utcoffset()
    while upper - lower > SECOND:
        middle = lower + (upper - lower) // 2
        lower, upper = (middle, upper) if middle.astimezone(zone).utcoffset() == offset else (lower, middle)
    return (upper.replace(microsecond=0),)
