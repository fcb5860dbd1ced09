"""Mails that come back, as servers and calendar programs write them."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import icalendar

BOUNCE = """\
Return-Path: <>
From: MAILER-DAEMON@mx.acme.example (Mail Delivery System)
To: no-reply@liaison.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B/mx"

--B/mx
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B/mx
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.acme.example
X-Postfix-Queue-ID: 4B1C2
Arrival-Date: Tue,  1 Sep 2026 12:00:00 +0000 (UTC)

Final-Recipient: rfc822; anne@acme.example
Original-Recipient: rfc822;anne@acme.example
Action: {action}
Status: {status}
Remote-MTA: dns; inner.acme.example
Diagnostic-Code: smtp; 550 {status} <anne@acme.example>: Recipient address rejected

--B/mx
Content-Description: Undelivered Message
Content-Type: {kind}

{original}
--B/mx--
"""
HEADERS = "From: Liaison <no-reply@liaison.example>\nTo: anne@acme.example\nMessage-ID: {id}\nSubject: Hello\n"


def bounce(id: str, action: str = "failed", status: str = "5.1.1", *, whole: bool = True) -> bytes:
    """As Postfix writes it, with the mail that has come back, or only its headers."""
    original = HEADERS.format(id=id) + ("\nHello\n" if whole else "")
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    text = BOUNCE.format(action=action, status=status, kind=kind, original=original)
    return text.replace("\n", "\r\n").encode()


def reply(invitation: bytes, partstat: str = "ACCEPTED", *, sender: str | None = None, **changed: str | int) -> bytes:
    """What the calendar of the invited person answers to an invitation; `changed` are properties that it changes."""
    mail = message_from_bytes(invitation, policy=SMTP)
    part: Any = next(one for one in mail.walk() if one.get_content_type() == "text/calendar")
    asked: Any = icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT")[0]
    calendar, event = icalendar.Calendar(), icalendar.Event()
    calendar.add("prodid", "-//Another//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", changed.pop("method", "REPLY"))
    for name in ("uid", "sequence", "dtstamp", "dtstart", "dtend", "organizer", "summary"):
        event.add(name, changed.pop(name) if name in changed else asked[name.upper()])
    attendee = icalendar.vCalAddress(str(changed.pop("attendee", asked["ATTENDEE"])))
    attendee.params["PARTSTAT"] = icalendar.vText(partstat)
    event.add("attendee", attendee)
    calendar.add_component(event)
    answer = EmailMessage(SMTP)
    answer["From"] = sender or f"Anne <{mail['To']}>"
    answer["To"] = str(asked["ORGANIZER"]).removeprefix("mailto:")
    answer["Subject"] = f"Accepted: {asked['SUMMARY']}"
    answer.set_content("Accepted\n")
    answer.add_alternative(calendar.to_ical().decode(), subtype="calendar", params={"method": "REPLY"})
    return answer.as_bytes()
