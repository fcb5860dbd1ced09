"""Reads the mailbox that mail comes back to, and hands each mail to where posted ones go.

A mail is moved when it has been handled and not before, so that whatever happens in between, it is handled again; that
changes nothing. What nothing can be made of is set aside, for somebody to look at, and keeps no other waiting.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from uuid import uuid4

from prometheus_client import Counter, Gauge
from pymongo.errors import PyMongoError
from structlog.contextvars import bound_contextvars
from structlog.stdlib import get_logger

from services.notifications.channels.imap import Mailbox, Server, Unreadable
from services.notifications.inbound import LIMIT, Inbound
from shared.clock import now
from shared.eventing.backoff import Backoff
from shared.eventing.lease import Leases
from shared.eventing.store import Conflict, NotPrepared
from shared.http.health import Health
from shared.supervision import Up

NAME = "inbox"
LEASE = 120.0  # seconds, for one mail, and for the pause between two looks
WAITING = Gauge("liaison_inbox_waiting", "Mails in the folder at the last look that are not handled yet")
SET_ASIDE = Counter("liaison_inbox_set_aside", "Mails that nothing could be made of", ["why"])
FAULTS = Counter("liaison_inbox_faults", "Looks into the mailbox that its server ended or refused")
PASSING = (PyMongoError, Conflict, NotPrepared)  # says nothing about the mail

log = get_logger(__name__)


@dataclass(frozen=True)
class Folders:
    """Where mails go: what was understood, and what was not."""

    handled: str = "Handled"
    aside: str = "Set aside"


class Inbox:
    """A worker of the service; of all processes that run one, the holder of the lease reads.

    `every` is how many seconds lie between two looks.
    """

    name = NAME

    def __init__(
        self, server: Server, folders: Folders, inbound: Inbound, leases: Leases, health: Health, every: float
    ) -> None:
        self._server, self._folders, self._inbound = server, folders, inbound
        self._leases, self._health, self._every = leases, health, every

    async def prepare(self) -> None:
        """Nothing to create: folders are made when something goes there."""

    async def run(self, up: Up) -> None:
        """Until cancelled. Raises what the database raises."""
        backoff = Backoff(1.0, 300.0)
        try:
            while True:
                try:
                    await self._look()
                except Unreadable as why:
                    FAULTS.inc()
                    self._health.report(NAME, str(why))
                    await backoff.wait()
                    continue
                up()
                backoff.reset()
                await asyncio.sleep(self._every)
        finally:
            with suppress(PyMongoError):  # else it ends by itself
                await self._leases.release(NAME)

    async def _look(self) -> None:
        """Handle what waits, as long as it is ours to do so."""
        if not await self._ours():
            return
        async with opened(self._server) as mailbox:
            waiting = await asyncio.to_thread(mailbox.waiting)
            for left, uid in zip(range(len(waiting), 0, -1), waiting, strict=True):
                WAITING.set(left)
                if not await self._ours():
                    return
                await self._handle(mailbox, uid)
            WAITING.set(0)

    async def _ours(self) -> bool:
        return await self._leases.acquire(NAME) is not None

    async def _handle(self, mailbox: Mailbox, uid: str) -> None:
        size = await asyncio.to_thread(mailbox.size, uid)
        if size is None:
            return  # somebody else has moved it
        why = "too-large" if size > LIMIT else await self._take(mailbox, uid)
        folder = self._folders.handled
        if why is not None:
            SET_ASIDE.labels(why).inc()
            folder = self._folders.aside
        await asyncio.to_thread(mailbox.move, uid, folder)

    async def _take(self, mailbox: Mailbox, uid: str) -> str | None:
        """Why the mail is to be set aside, None where it was understood."""
        raw = await asyncio.to_thread(mailbox.read, uid)
        if raw is None:
            return None
        correlation = str(uuid4())
        with bound_contextvars(correlation=correlation):
            try:
                taken = await self._inbound.take(raw, correlation, now())
            except PASSING:
                raise
            except Exception:
                log.exception("a mail could not be handled", uid=uid)
                return "failed"
        return "not-understood" if taken.kind == "other" else None


@asynccontextmanager
async def opened(server: Server) -> AsyncIterator[Mailbox]:
    """The mailbox for as long as the block. Who is cancelled hangs up, which ends what a thread still waits for."""
    mailbox = Mailbox(server)
    try:
        await asyncio.to_thread(mailbox.open)
        yield mailbox
        await asyncio.to_thread(mailbox.close)
    finally:
        mailbox.hang_up()
