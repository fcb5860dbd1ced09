"""Invitations and cancellations as iTIP (RFC 5546) wants them; pure."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from services.notifications.channels import time_zones
from shared.languages import one_line

Method = Literal["REQUEST", "CANCEL"]
TAG = 20  # hexadecimal digits, 80 bits; a local part has 64 characters at most


@dataclass(frozen=True)
class Entry:
    """A meeting in somebody's calendar; instants of any time zone, and a `sequence` that rises with each change."""

    method: Method
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str


def written(entry: Entry, organizer: Address, attendee: str, at: datetime) -> str:
    """The entry as an iCalendar object for one attendee, made at this UTC instant.

    Times stand by the clocks of the place, with that place's table of clock changes; instants in UTC need none.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Liaison//Notifications//EN")
    calendar.add("version", "2.0")
    calendar.add("method", entry.method)
    if isinstance(zone := entry.starts_at.tzinfo, ZoneInfo) and zone.key != "UTC":
        calendar.add_component(time_zones.written(zone, entry.starts_at))
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", at)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", one_line(entry.summary))
    event.add("location", one_line(entry.location))
    event.add("status", "CONFIRMED" if entry.method == "REQUEST" else "CANCELLED")
    event.add("organizer", _organizer(organizer))
    event.add("attendee", _attendee(entry.method, attendee))
    calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


def tagged(organizer: Address, uid: str, secret: str) -> Address:
    """The organizer's address with a tag (RFC 5233) that proves of a reply that its sender was invited.

    It follows from the UID, so that it is the same for every message about a meeting, as calendars expect.
    """
    tag = hmac.new(secret.encode(), f"organizer {uid}".encode(), hashlib.sha256).hexdigest()[:TAG]
    return Address(organizer.display_name, f"{organizer.username}+{tag}", organizer.domain)


def _organizer(organizer: Address) -> vCalAddress:
    made = vCalAddress(f"mailto:{organizer.addr_spec}")
    made.params["CN"] = vText(organizer.display_name)
    return made


def _attendee(method: Method, mail: str) -> vCalAddress:
    made = vCalAddress(f"mailto:{mail}")
    made.params["CUTYPE"] = vText("INDIVIDUAL")
    made.params["ROLE"] = vText("REQ-PARTICIPANT")
    if method == "REQUEST":
        made.params["PARTSTAT"] = vText("NEEDS-ACTION")
        made.params["RSVP"] = vText("TRUE")
    return made
