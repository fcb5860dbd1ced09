"""Replies: what a calendar program sends back when somebody accepts or declines (iTIP REPLY, RFC 5546); pure."""

from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr
from typing import Any

from icalendar import Calendar

from shared.contracts.delegations.day import Answer

ANSWERS: dict[str, Answer] = {"ACCEPTED": "accepted", "DECLINED": "declined"}


@dataclass(frozen=True)
class Reply:
    """`sender` is who wrote the mail, `attendee` whom it speaks for, `organizer` whom it answers: three addresses.

    `answer` is None for whatever is neither yes nor no, such as perhaps.
    """

    uid: str
    sequence: int
    sender: str
    attendee: str
    organizer: str
    answer: Answer | None


def reply_in(mail: Message) -> Reply | None:
    """The reply that a mail carries, None where it carries none that can be understood."""
    part = next((one for one in mail.walk() if one.get_content_type() == "text/calendar"), None)
    content = part.get_payload(decode=True) if part is not None else None
    if not isinstance(content, bytes):
        return None
    try:
        calendar: Any = Calendar.from_ical(content.decode("utf-8", "replace"))
        if str(calendar.get("METHOD", "")).upper() != "REPLY":
            return None
        (event,) = calendar.walk("VEVENT")
        attendee = event["ATTENDEE"]
        return Reply(
            uid=str(event["UID"]),
            sequence=int(event.get("SEQUENCE", 0)),
            sender=parseaddr(str(mail["From"]))[1].lower(),
            attendee=_mail(attendee),
            organizer=_mail(event["ORGANIZER"]),
            answer=ANSWERS.get(str(attendee.params.get("PARTSTAT", "")).upper()),
        )
    except (ValueError, LookupError, TypeError, AttributeError):  # several attendees, or no iCalendar at all
        return None


def _mail(address: Any) -> str:
    text = str(address).lower()
    return text.removeprefix("mailto:") if text.startswith("mailto:") else ""
