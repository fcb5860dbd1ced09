"""Mail: one message to one recipient."""

from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from secrets import token_hex
from typing import Any

from services.notifications.outcomes import Permanent
from services.notifications.rendering import Text


class LinkHeader(UnstructuredHeader, BaseHeader):
    """A header that is one URL, however long: folded or encoded (RFC 2047) no mail program would know it again."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{CRLF}"


class SubjectHeader(UnstructuredHeader, BaseHeader):
    """A subject that keeps each of its spaces; Python's own folding adds some, and loses some."""

    def fold(self, *, policy: Policy) -> str:
        line = f"{self.name}: {self}"
        if self.isascii() and len(line) <= LINE:
            return f"{line}{CRLF}"
        return f"{self.name}: {Header(self, 'utf-8', LINE, self.name).encode(linesep=CRLF)}{CRLF}"


class Headers(HeaderRegistry):
    """Python's registry, which makes a class for each header and parses each again; here once what recurs in mails."""

    def __init__(self) -> None:
        super().__init__()
        self._classes: dict[str, type[BaseHeader]] = {}
        self._known = lru_cache(maxsize=100)(super().__call__)

    def __getitem__(self, name: str) -> type[BaseHeader]:
        if name not in self._classes:
            self._classes[name] = super().__getitem__(name)
        return self._classes[name]

    def __call__(self, name: str, value: Any) -> BaseHeader:
        recurs = isinstance(value, str) and name.lower() in RECURRING
        return self._known(name, value) if recurs else super().__call__(name, value)


RECURRING = {"content-type", "content-transfer-encoding", "mime-version", "auto-submitted", "list-unsubscribe-post"}
LINE, CRLF = 76, "\r\n"  # characters; RFC 2047 allows lines with encoded words 76
HEADERS = Headers()
HEADERS.map_to_type("list-unsubscribe", LinkHeader)
HEADERS.map_to_type("subject", SubjectHeader)
POLICY = SMTP.clone(cte_type="7bit", header_factory=HEADERS)  # 7bit passes every server, also those without 8BITMIME
LINK = 900  # characters; a line of a mail has 998 at most


@dataclass(frozen=True)
class Letterhead:
    """What all mails of a deployment have in common."""

    sender: Address
    reply_to: Address | None = None


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar object and its iTIP method."""

    method: str
    content: str


def address(text: str) -> Address:
    """`Name <local@domain>` or a bare address; the domain is written in ASCII. Raises Permanent for anything else."""
    name, spec = parseaddr(text)
    local, at, domain = spec.rpartition("@")
    try:
        if not (local and at and domain) or not text.isprintable():
            raise ValueError
        return Address(name, addr_spec=f"{local}@{domain.encode('idna').decode()}")
    except (ValueError, IndexError, MessageError) as error:
        raise Permanent("not a mail address") from error


def written(
    id: str,
    head: Letterhead,
    to: Address,
    text: Text,
    at: datetime,
    calendar: CalendarPart | None = None,
    unsubscribe: str | None = None,
) -> EmailMessage:
    """The mail of the delivery with this id; written again for another attempt it has the same Message-ID.

    `unsubscribe` is the https link that takes a POST for one click (RFC 8058). The plain text comes first, then what
    shows more: html, calendar.
    """
    mail = EmailMessage(POLICY)
    mail["From"] = head.sender
    mail["To"] = to
    if head.reply_to is not None:
        mail["Reply-To"] = head.reply_to
    mail["Subject"] = text.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id(id, head)
    mail["Auto-Submitted"] = "auto-generated"
    if unsubscribe is not None:
        mail["List-Unsubscribe"] = f"<{_link(unsubscribe)}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if text.html is None and calendar is None:
        mail.set_content(text.body)
        return mail
    mail["MIME-Version"] = "1.0"
    mail["Content-Type"] = f'multipart/alternative; boundary="=_{token_hex(16)}"'
    mail.add_alternative(text.body)
    if text.html is not None:
        mail.add_alternative(text.html, subtype="html")
    if calendar is not None:
        params = {"method": calendar.method}
        mail.add_alternative(calendar.content, subtype="calendar", params=params, cte="base64")
    return mail


def message_id(id: str, head: Letterhead) -> str:
    """By which a mail that was sent twice is known as the same."""
    return f"<{id}@{head.sender.domain}>"


def delivery_of(id: str) -> str:
    """The delivery that a Message-ID names, if it is one of ours; whatever is left of its domain if it is not."""
    return id.strip().strip("<>").rpartition("@")[0]


def _link(url: str) -> str:
    if len(url) > LINK or not url.isascii() or not url.isprintable() or set(url) & set(" <>,"):
        raise ValueError("not a link that a header can carry")
    return url
