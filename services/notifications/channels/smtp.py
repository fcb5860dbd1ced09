"""SMTP conversations over connections that are kept open between mails."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from time import monotonic
from urllib.parse import urlsplit

import aiosmtplib
from aiosmtplib import errors

from services.notifications.channels.dkim import Signer
from services.notifications.outcomes import (
    NoMailbox,
    Permanent,
    Temporary,
    Throttled,
    Unanswered,
    Undelivered,
    Unreachable,
)
from shared.patience import patience

TIMEOUT = 15.0  # seconds for connecting, and for the conversation about one mail
FRESH = 20.0  # seconds after which an idle connection is not trusted any more
HEADERS_BACK, TOLD = ("RET=HDRS",), ("NOTIFY=SUCCESS,FAILURE,DELAY",)
ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")  # RFC 3463
# No such mailbox or domain (5.1.1, .2, .3, .6, .10) and a mailbox that is closed (5.2.1); RFC 3463, 7505.
NO_MAILBOX = re.compile(r"5\.1\.([1236]|10)|5\.2\.1")
# Too fast, too many, too busy (4.2.1, 4.3.2, 4.4.5, 4.5.3), and what the large providers say with policy codes (4.7.x).
THROTTLED = re.compile(r"4\.2\.1|4\.3\.2|4\.4\.5|4\.5\.3|4\.7\.\d+")


@dataclass(frozen=True)
class Server:
    """Where to send: `smtp://host:port`, or `smtps://` for TLS from the first byte.

    With `receipts`, a server that can is asked to tell when a mail has arrived (RFC 3461).
    """

    url: str
    user: str = ""
    password: str = ""
    starttls: bool = False
    receipts: bool = False

    def client(self) -> aiosmtplib.SMTP:
        """A client that is not connected yet; without `starttls` the conversation stays as it begins."""
        parts = urlsplit(self.url)
        return aiosmtplib.SMTP(
            hostname=parts.hostname,
            port=parts.port,
            username=self.user or None,
            password=self.password or None,
            use_tls=parts.scheme == "smtps",
            start_tls=self.starttls,
            timeout=None,  # what ends a conversation is `patience`
        )


class Post:
    """As many connections as there are mails in flight; a connection that failed is not used again.

    With a `signer`, what is signed is byte for byte what is sent.
    """

    def __init__(self, server: Server, signer: Signer | None = None) -> None:
        self._server, self._signer = server, signer
        self._idle: list[tuple[aiosmtplib.SMTP, float]] = []

    async def send(self, mail: EmailMessage, sender: str, to: str) -> int:
        """Hand over one mail; answers the server's code. Raises Permanent, Temporary, Unreachable or Unanswered."""
        content = mail.as_bytes()
        if self._signer is not None:
            content = await asyncio.to_thread(self._signer.signed, content)
        try:
            async with self._connection() as client:
                await _spoken(client, sender, to, content, receipts=self._server.receipts)
        except (errors.SMTPException, OSError, TimeoutError) as error:
            raise classified(error) from error
        return 250

    async def close(self) -> None:
        """Let go of the idle connections."""
        while self._idle:
            self._idle.pop()[0].close()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[aiosmtplib.SMTP]:
        client = self._rested()
        if client is None:
            client = self._server.client()
            try:
                async with patience(TIMEOUT):
                    await client.connect()
                    if self._server.receipts:
                        await client.ehlo()  # says what it can, and is otherwise said with the first mail
            except errors.SMTPResponseException as error:  # a refusal before any mail is named says nothing about it
                raise Unreachable(f"refused at {type(error).__name__}", error.code) from error
            except BaseException:
                client.close()
                raise
        try:
            yield client
        except BaseException:
            client.close()
            raise
        self._idle.append((client, monotonic()))

    def _rested(self) -> aiosmtplib.SMTP | None:
        while self._idle:
            client, since = self._idle.pop()
            if client.is_connected and monotonic() - since < FRESH:
                return client
            client.close()
        return None


async def _spoken(client: aiosmtplib.SMTP, sender: str, to: str, content: bytes, *, receipts: bool) -> None:
    wanted = receipts and client.supports_extension("dsn")
    mail_options, rcpt_options = (HEADERS_BACK, TOLD) if wanted else ((), ())
    try:
        async with patience(TIMEOUT):
            await client.sendmail(sender, [to], content, mail_options=mail_options, rcpt_options=rcpt_options)
    except OSError as error:  # also a timeout, and the client's own kinds of silence; what the server answers is none
        raise Unanswered(type(error).__name__) from error


def classified(error: Exception) -> Undelivered:
    """What an SMTP failure means for the mail. The server's words may hold addresses: only its codes are kept."""
    match error:
        case errors.SMTPRecipientsRefused(recipients=[refusal, *_]):
            return classified(refusal)
        case errors.SMTPResponseException(code=code, message=message):
            found = ENHANCED.search(message)
            status = found.group() if found else ""
            detail = f"{type(error).__name__} {status}".strip()
            if code >= 500:
                return (NoMailbox if NO_MAILBOX.fullmatch(status) else Permanent)(detail, code)
            return (Throttled if code == 421 or THROTTLED.fullmatch(status) else Temporary)(detail, code)
        case errors.SMTPNotSupported():
            return Permanent("the server lacks what this mail needs")
        case _:
            return Unreachable(type(error).__name__)
