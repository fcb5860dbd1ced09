"""Bounces: what a delivery status notification (RFC 3464) says of a mail that was sent; pure."""

import re
from dataclasses import dataclass
from email.message import Message
from typing import Literal

STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
ID = re.compile(r"<[^<>\s]{1,200}>")

Fate = Literal["failed", "delayed", "delivered"]


@dataclass(frozen=True)
class Bounce:
    """`message_id` names the mail that it is about; `status` is RFC 3463's, empty where there is none."""

    message_id: str
    fate: Fate
    status: str


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
    found = STATUS.search(str(about["Status"] or ""))
    status = found.group() if found else ""
    action = str(about["Action"]).strip().lower()
    if action == "failed":  # some say so of what they have given up for a while: the status is more exact
        return Bounce(id, "delayed" if status.startswith("4") else "failed", status)
    return Bounce(id, "delivered" if action in ("delivered", "relayed", "expanded") else "delayed", status)


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
