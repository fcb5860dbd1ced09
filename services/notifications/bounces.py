"""Notices about mails that were sent (RFC 3464): that one has come back, is late, or has arrived; pure."""

import re
from dataclasses import dataclass
from email.message import Message
from typing import Literal

from services.notifications.channels.smtp import NO_MAILBOX

STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
SAID = re.compile(r"smtp;\s*\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b", re.IGNORECASE)  # by the server that refused
UNSPECIFIED = ("", "5.0.0")
ID = re.compile(r"<[^<>\s]{1,200}>")

Fate = Literal["failed", "delayed", "relayed", "delivered"]


@dataclass(frozen=True)
class Bounce:
    """`message_id` names the mail that it is about; `status` is RFC 3463's, empty where there is none.

    `delivered` is in the mailbox, `relayed` with a server that tells nothing further.
    """

    message_id: str
    fate: Fate
    status: str

    @property
    def ends_address(self) -> bool:
        """Whether nothing can ever arrive there: no such mailbox, or it failed for good and nobody says why.

        A full mailbox, a mail that is too large, or a rule that it breaks, says nothing about the next one.
        """
        known = NO_MAILBOX.fullmatch(self.status) is not None
        return self.fate == "failed" and (known or self.status in UNSPECIFIED)


def bounce_in(mail: Message) -> Bounce | None:
    """What a mail says of an earlier one, None where it is no such notification or names no mail.

    Our mails have one recipient each, so the first block about a recipient is the one.
    """
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        return None
    parts = list(mail.walk())
    reports = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    blocks = [block for report in reports for block in _blocks(report)]
    about = next((block for block in blocks if block["Action"] is not None), None)
    id = next((one for one in map(_original, parts) if one), None)
    if about is None or id is None:
        return None
    status = _status(about)
    return Bounce(id, _fate(str(about["Action"]).strip().lower(), status), status)


def _fate(action: str, status: str) -> Fate:
    match action:
        case "failed":  # some say so of what they have given up for a while: the status is more exact
            return "delayed" if status.startswith("4") else "failed"
        case "delivered":
            return "delivered"
        case "relayed" | "expanded":
            return "relayed"
    return "delayed"


def _status(about: Message) -> str:
    """As it is stated; where that says nothing, as the refusing server said it."""
    found = STATUS.search(str(about["Status"] or ""))
    stated = found.group() if found else ""
    said = SAID.match(str(about["Diagnostic-Code"] or "").strip())
    return said[1] if said and stated in UNSPECIFIED else stated


def _blocks(report: Message) -> list[Message]:
    payload = report.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _original(part: Message) -> str | None:
    """The Message-ID of the mail that came back, whole or only its headers."""
    payload = part.get_payload()
    kind = part.get_content_type()
    if kind == "message/rfc822" and isinstance(payload, list) and payload and isinstance(payload[0], Message):
        return _id(str(payload[0]["Message-ID"] or ""))
    if kind == "text/rfc822-headers":
        content = part.get_payload(decode=True)
        text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
        named = re.search(r"^message-id:\s*(.*)$", text, re.IGNORECASE | re.MULTILINE)
        return _id(named[1]) if named else None
    return None


def _id(text: str) -> str | None:
    found = ID.search(text)
    return found.group() if found else None
