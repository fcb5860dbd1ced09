"""What a raw message says, in the JSON shapes of Mailpit's HTTP API; takes any bytes, for a sink refuses nothing."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from typing import Any, TypedDict


class Address(TypedDict):
    Name: str
    Address: str


class Summary(TypedDict):
    """A message in a list; `Created` is when the sink took it (UTC, RFC 3339), `Size` is in bytes."""

    ID: str
    MessageID: str
    From: Address
    To: list[Address]
    Cc: list[Address]
    Bcc: list[Address]
    Subject: str
    Created: str
    Size: int


def summary(identifier: str, received: int, raw: bytes) -> Summary:
    """`received` is in nanoseconds since the epoch."""
    end_of_headers = raw.find(b"\r\n\r\n")
    message = message_from_bytes(raw[:end_of_headers] if end_of_headers > 0 else raw)
    senders = _addresses(message, "From")
    return {
        "ID": identifier,
        "MessageID": _text(message["Message-ID"]).strip("<> "),
        "From": senders[0] if senders else {"Name": "", "Address": ""},
        "To": _addresses(message, "To"),
        "Cc": _addresses(message, "Cc"),
        "Bcc": _addresses(message, "Bcc"),
        "Subject": _text(message["Subject"]),
        "Created": datetime.fromtimestamp(received / 1e9, UTC)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z"),
        "Size": len(raw),
    }


def content(raw: bytes) -> dict[str, Any]:
    """The parts that a summary leaves out: the first plain text, the first HTML, and what else there is."""
    parts = [part for part in message_from_bytes(raw).walk() if not part.is_multipart()]
    text, html = _first(parts, "text/plain"), _first(parts, "text/html")
    others = [part for part in parts if part is not text and part is not html]
    return {
        "Text": _body(text) if text else "",
        "HTML": _body(html) if html else "",
        "Attachments": [
            {
                "FileName": _text(part.get_filename()),
                "ContentType": part.get_content_type(),
                "Size": len(_payload(part)),
            }
            for part in others
        ],
    }


def calendars(raw: bytes) -> list[str]:
    """The text of every calendar object that the message carries."""
    parts = message_from_bytes(raw).walk()
    return [_body(part) for part in parts if part.get_content_type() == "text/calendar"]


def _first(parts: list[Message], kind: str) -> Message | None:
    return next((part for part in parts if part.get_content_type() == kind and not part.get_filename()), None)


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _body(part: Message) -> str:
    try:
        return _payload(part).decode(part.get_content_charset("utf-8"), errors="replace")
    except LookupError:  # a character set that nobody knows
        return _payload(part).decode("latin-1")


def _addresses(message: Message, header: str) -> list[Address]:
    found = getaddresses([str(value) for value in message.get_all(header, [])])
    return [{"Name": _text(name), "Address": address} for name, address in found if address]


def _text(value: object) -> str:
    """A header's value, its encoded words (RFC 2047) decoded; as it stands where they are broken."""
    raw = "" if value is None else str(value)
    try:
        return str(make_header(decode_header(raw))).replace("\r\n", "")
    except (LookupError, ValueError):
        return raw
