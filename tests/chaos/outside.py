"""The outside world: a mail server and a webhook receiver that note what arrives, and behave as badly as they are told.

What they have answered for, or were about to answer for, has arrived. A message that they let fail has not.
"""

import asyncio
import email
import email.policy
import re
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, Envelope, Session
from standardwebhooks import Webhook, WebhookVerificationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from liaison.serving import serving
from tests.chaos.ledger import Instant
from tests.chaos.plan import Kind

LATE = 3.0  # seconds, less than any client's patience
SILENT = 30.0  # seconds, more than any client's patience
LINK = re.compile(r"https?://\S+/confirmations/[\w.~-]+")


def nobody(_: int) -> str:
    return ""


class Conversation(SMTP):
    """`sender` is the process at the other end, which may be gone by the time that its mail is read."""

    def __init__(self, outside: "Outside") -> None:
        super().__init__(outside, hostname="outside.example", enable_SMTPUTF8=True)
        self._who, self.sender = outside.who, ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.sender = self._who(transport.get_extra_info("peername")[1])


@dataclass
class Outside:
    """`behaviour` is how the two servers behave now; `smtp` and `hooks` are their addresses.

    `arrivals` are kept by the delivery's id, `links` in mails by the address. `who` knows which process holds a port.
    """

    smtp: str = ""
    hooks: str = ""
    behaviour: dict[str, Kind | None] = field(default_factory=dict)
    arrivals: dict[str, list[Instant]] = field(default_factory=lambda: defaultdict(list))
    links: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    forged: int = 0
    who: Callable[[int], str] = nobody

    async def handle_DATA(self, server: Conversation, _: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """What aiosmtpd asks when a mail has been spoken to its end."""
        match self.behaviour.get("smtp"):
            case "failing":
                return "451 4.3.0 Not now, try again later"
            case "refusing":
                cut(server)
                return "421 4.3.2 Closing"
            case "silent":
                await asyncio.sleep(SILENT)
                return "421 4.3.2 Too late"
            case behaviour:
                self._mail(envelope, server.sender)
                if behaviour == "late":
                    await asyncio.sleep(LATE)
                return "250 2.0.0 Kept"

    async def hook(self, request: Request) -> Response:
        """A company's receiver."""
        sender = self.who(request.client.port) if request.client else ""
        behaviour = self.behaviour.get("webhooks")
        if behaviour == "silent":
            await asyncio.sleep(SILENT)
        if behaviour in ("silent", "failing"):
            return Response(status_code=503)
        try:
            secret = self.secrets[request.path_params["company"]]
            Webhook(secret).verify(await request.body(), dict(request.headers))
        except (KeyError, WebhookVerificationError):
            self.forged += 1
            return Response(status_code=401)
        self.arrivals[request.headers["webhook-id"]].append(Instant(time.monotonic(), sender))
        if behaviour == "late":
            await asyncio.sleep(LATE)
        return Response(status_code=204)

    def conversation(self) -> asyncio.Protocol:
        """What a new connection to the mail server meets."""
        if self.behaviour.get("smtp") == "refusing":
            return Slammed()
        return Conversation(self)

    def _mail(self, envelope: Envelope, sender: str) -> None:
        raw = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        self.arrivals[str(mail["Message-ID"]).strip("<>").partition("@")[0]].append(Instant(time.monotonic(), sender))
        body = mail.get_body(("plain",))
        if body is not None and (link := LINK.search(str(body.get_content()))):
            self.links[envelope.rcpt_tos[0]] = link.group()


def cut(conversation: SMTP) -> None:
    """End the connection without another word."""
    if conversation.transport is not None:
        conversation.transport.close()


class Slammed(asyncio.Protocol):
    """Closes a connection as soon as it is there."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


@asynccontextmanager
async def listening() -> AsyncIterator[Outside]:
    """Both servers on free ports of loopback."""
    outside = Outside()
    async with serving(Starlette(routes=[Route("/{company}", outside.hook, methods=["POST"])])) as hook_port:
        smtp = await asyncio.get_running_loop().create_server(outside.conversation, "127.0.0.1", 0)
        smtp_port = smtp.sockets[0].getsockname()[1]
        outside.smtp, outside.hooks = f"smtp://127.0.0.1:{smtp_port}", f"http://127.0.0.1:{hook_port}"
        try:
            yield outside
        finally:
            smtp.close()
