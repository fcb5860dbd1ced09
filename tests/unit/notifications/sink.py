"""A real SMTP server on loopback that keeps what it is given and answers as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.policy import SMTP as STRICT
from typing import Any

from aiosmtpd.smtp import SMTP

from services.notifications.channels.smtp import Post, Server
from services.notifications.gate import Allowed, Gate
from services.notifications.suppressions import Suppressions
from shared.mongo import Mongo
from tests.unit.notifications.world import SECRET


class Sink:
    """Keeps what it is given; answers RCPT and DATA as it is told, or falls silent when it has a mail."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.sessions: set[int] = set()
        self.rcpt = self.data = "250 OK"
        self.silent = False

    async def handle_RCPT(self, _: Any, session: Any, envelope: Any, to: str, __: Any) -> str:  # noqa: N802
        self.sessions.add(id(session))
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(to)
        return self.rcpt

    async def handle_DATA(self, server: Any, _: Any, envelope: Any) -> str:  # noqa: N802
        if self.data.startswith("250"):
            self.mails.append(envelope)
        if self.silent:
            server.transport.close()
        return self.data

    def read(self) -> list[Any]:
        """The mails as Python's own parser reads them."""
        return [message_from_bytes(one.content, policy=STRICT) for one in self.mails]


@asynccontextmanager
async def serving(sink: Sink) -> AsyncIterator[str]:
    """The URL of an SMTP server on loopback that lives as long as the block."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, hostname="sink.example", loop=loop), "127.0.0.1", 0)
    try:
        yield f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


def open_gate(url: str, mongo: Mongo) -> Gate:
    """The way to a server for whoever is not suppressed in this database."""
    return Gate(Post(Server(url)), Suppressions(mongo, SECRET), Allowed.named(""))
