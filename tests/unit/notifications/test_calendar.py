"""Invitations, read back with icalendar as a recipient's calendar would."""

import re
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from services.notifications.channels.calendar import Entry, written
from services.notifications.channels.email import address
from services.notifications.registry import rules_for
from shared.eventing.event import Event
from tests.unit.notifications import world
from tests.unit.notifications.test_composing import letter


async def calendar(event: Event, participant: str, meeting: str) -> tuple[Any, Any]:
    """The calendar of the mail that this party gets about this meeting, and its one event."""
    audience = list(rules_for(event)[0].audience(event))
    index = next(n for n, to in enumerate(audience) if (to.recipient.id, to.subject) == (participant, meeting))
    mail = message_from_bytes((await letter(event, index)).mail.as_bytes(), policy=SMTP)
    part = next(one for one in mail.walk() if one.get_content_type() == "text/calendar")
    found = icalendar.Calendar.from_ical(part.get_content())
    assert part.get_param("method") == str(found["METHOD"])
    assert part.get_param("charset") == "utf-8"
    return found, found.walk("VEVENT")[0]


async def test_an_invitation_asks_its_one_attendee_to_answer() -> None:
    found, event = await calendar(world.PUBLISHED, "acme", "m1")
    assert found["METHOD"] == "REQUEST"
    assert event["ATTENDEE"] == "mailto:anne@acme.example"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert re.fullmatch(r"mailto:meetings\+[0-9a-f]{20}@liaison\.example", event["ORGANIZER"])
    assert event["SEQUENCE"] == 0
    assert event["DTSTART"].dt == world.FIRST.starts_at
    assert event["DTEND"].dt == world.FIRST.ends_at
    assert event["DTSTAMP"].dt == world.AT


async def test_a_cancellation_has_the_invitations_uid_and_a_higher_sequence() -> None:
    _, invited = await calendar(world.PUBLISHED, "acme", "m1")
    found, cancelled = await calendar(world.CANCELLED, "acme", "m1")
    assert found["METHOD"] == "CANCEL"
    assert cancelled["STATUS"] == "CANCELLED"
    assert cancelled["UID"] == invited["UID"]
    assert cancelled["SEQUENCE"] > invited["SEQUENCE"]


async def test_each_party_and_each_meeting_has_a_uid_of_its_own() -> None:
    uids = [
        (await calendar(world.PUBLISHED, *who))[1]["UID"]
        for who in (("acme", "m1"), ("pnp", "m1"), ("acme", "m2"), ("sucamec", "m2"))
    ]
    assert len(set(uids)) == 4


async def test_everything_about_a_meeting_has_one_organizer_whom_nobody_else_can_name() -> None:
    organizers = {
        str((await calendar(event, "acme", "m1"))[1]["ORGANIZER"]) for event in (world.PUBLISHED, world.MOVED)
    }
    organizers |= {str((await calendar(world.CANCELLED, "acme", "m1"))[1]["ORGANIZER"])}
    assert len(organizers) == 1
    assert organizers != {str((await calendar(world.PUBLISHED, "pnp", "m1"))[1]["ORGANIZER"])}


async def test_the_calendar_stands_behind_text_and_html_with_the_local_time_and_its_table() -> None:
    mail = (await letter(world.PUBLISHED)).mail
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    found, event = await calendar(world.PUBLISHED, "acme", "m1")
    assert [str(one["TZID"]) for one in found.walk("VTIMEZONE")] == ["America/Lima"]
    assert event["DTSTART"].params["TZID"] == "America/Lima"


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Australia/Sydney", "Africa/Casablanca"])
def test_a_meeting_on_either_side_of_a_clock_change_is_at_the_same_local_time(zone: str) -> None:
    for day in range(0, 365, 5):
        starts_at = datetime(2027, 1, 1, 9, tzinfo=ZoneInfo(zone)) + timedelta(days=day)
        entry = Entry("REQUEST", "uid", 0, starts_at, starts_at + timedelta(minutes=20), "Meeting", "Here")
        sent = written(entry, address("o@liaison.example"), "a@acme.example", world.AT)
        event: Any = icalendar.Calendar.from_ical(sent).walk("VEVENT")[0]
        read = event["DTSTART"].dt
        assert read.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == starts_at.replace(tzinfo=None)


async def test_a_moved_meeting_updates_the_invitation_in_the_calendar() -> None:
    _, invited = await calendar(world.PUBLISHED, "acme", "m1")
    found, moved = await calendar(world.MOVED, "acme", "m1")
    assert found["METHOD"] == "REQUEST"
    assert moved["UID"] == invited["UID"]
    assert moved["SEQUENCE"] > invited["SEQUENCE"]
    assert moved["DTSTART"].dt == world.LATER.starts_at
