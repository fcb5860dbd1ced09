"""When the day is over by which a side of a meeting meant to do its next step."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.contracts.delegations.meeting import MeetingOutcomeNoted

LAST = date(9999, 12, 29)  # later days end behind what a datetime can say
ANYWHERE = "Etc/GMT+12"  # where a day is over last


def over_at(day: date, zone: str) -> datetime:
    """The UTC instant at which this date is over where the clocks of an IANA time zone stand."""
    return datetime.combine(min(day, LAST) + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)


def due_at(noted: MeetingOutcomeNoted) -> datetime | None:
    """None where there is no day for it. Early events do not say when that is over: then it is over everywhere."""
    if noted.next_step is None or noted.follow_up_on is None:
        return None
    return noted.due_at or over_at(noted.follow_up_on, ANYWHERE)
