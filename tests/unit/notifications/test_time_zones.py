"""Tables of clock changes, read by parsers that are not ours, are right at every change and on both sides of it."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from dateutil.tz import tzical

from services.notifications.channels import time_zones
from services.notifications.channels.calendar import Entry, written
from services.notifications.channels.email import address
from tests.unit.notifications import world

MINUTE = timedelta(minutes=1)
ZONES = [
    "Europe/Paris", "Europe/Dublin", "America/New_York", "America/Santiago", "America/Lima", "Australia/Lord_Howe",
    "Africa/Casablanca", "Africa/Cairo", "Asia/Kolkata", "Asia/Gaza", "Pacific/Chatham", "Asia/Kathmandu",
]  # fmt: skip
AROUND = datetime(2027, 3, 1, 9, tzinfo=UTC)


def table(zone: str, at: datetime) -> str:
    return bytes(time_zones.written(ZoneInfo(zone), at).to_ical()).decode()


@pytest.mark.parametrize("zone", ZONES)
def test_a_reader_that_knows_only_our_table_finds_the_offset_of_every_quarter_of_a_day(zone: str) -> None:
    known = tzical(StringIO(table(zone, AROUND))).get(zone)
    assert known is not None
    expected = ZoneInfo(zone)
    moments = [AROUND + timedelta(hours=6) * n for n in range(-4 * 390, 4 * 390)]
    # An hour that the clocks repeat is two instants under one name, so the hours beside a change are looked at.
    for change in time_zones.changes(expected, AROUND - timedelta(days=390), AROUND + timedelta(days=390)):
        moments += [change - timedelta(hours=2), change + timedelta(hours=2)]
    for moment in moments:
        local = moment.astimezone(expected).replace(tzinfo=None)
        assert local.replace(tzinfo=known).utcoffset() == moment.astimezone(expected).utcoffset(), moment


def test_the_zones_change_as_often_as_they_are_known_to() -> None:
    def changes(zone: str) -> list[str]:
        found = time_zones.changes(ZoneInfo(zone), datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC))
        return [one.isoformat() for one in found]

    assert changes("Europe/Paris") == ["2027-03-28T01:00:00+00:00", "2027-10-31T01:00:00+00:00"]
    assert changes("America/New_York") == ["2027-03-14T07:00:00+00:00", "2027-11-07T06:00:00+00:00"]
    assert changes("America/Lima") == []
    # Ramadan of 2027 begins on 8 February: the change that a yearly rule does not have (decision 5).
    assert changes("Africa/Casablanca") == ["2027-02-07T02:00:00+00:00", "2027-03-14T02:00:00+00:00"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("month", range(1, 13))
def test_both_parsers_read_the_instant_that_was_meant(zone: str, month: int) -> None:
    starts_at = datetime(2027, month, 28, 9, tzinfo=ZoneInfo(zone))
    entry = Entry("REQUEST", "a-uid", 3, starts_at, starts_at + 20 * MINUTE, "Réunion; à, deux\\", "Hôtel")
    text = written(entry, address("o@liaison.example"), "a@acme.example", world.AT)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    first: Any = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    second: Any = vobject.readOne(text).vevent
    for start, end in ((first["DTSTART"].dt, first["DTEND"].dt), (second.dtstart.value, second.dtend.value)):
        assert start.astimezone(UTC) == starts_at.astimezone(UTC)
        assert end - start == 20 * MINUTE
    assert str(first["SUMMARY"]) == second.summary.value == "Réunion; à, deux\\"
    assert f"DTSTART;TZID={zone}:2027{month:02}28T090000" in text.replace("\r\n ", "")


def test_an_instant_in_utc_needs_no_table() -> None:
    entry = Entry("REQUEST", "a-uid", 0, AROUND, AROUND + MINUTE, "Meeting", "Here")
    text = written(entry, address("o@liaison.example"), "a@acme.example", world.AT)
    assert "VTIMEZONE" not in text
    assert "DTSTART:20270301T090000Z" in text
