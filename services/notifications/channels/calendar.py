"""Invitations and cancellations as iTIP (RFC 5546) wants them; pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText

from shared.languages import one_line

Method = Literal["REQUEST", "CANCEL"]


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

    Its times are in UTC, which needs no table of clock changes to be read right; the mail's text has the local ones.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Liaison//Notifications//EN")
    calendar.add("version", "2.0")
    calendar.add("method", entry.method)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", at)
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", one_line(entry.summary))
    event.add("location", one_line(entry.location))
    event.add("status", "CONFIRMED" if entry.method == "REQUEST" else "CANCELLED")
    event.add("organizer", _organizer(organizer))
    event.add("attendee", _attendee(entry.method, attendee))
    calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


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
