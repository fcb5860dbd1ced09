"""What every step of the main job has at hand: addresses, callers, the mail, and the ledger of what happened."""

import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from uuid import uuid4

import httpx

from liaison.client import Addresses, Client, Json, check, until
from liaison.mailbox import Mailbox
from liaison.receiver import Receiver


@dataclass(frozen=True)
class Line:
    """One thing that was observed, and how many seconds it took."""

    step: str
    observed: str
    seconds: float


@dataclass
class Stage:
    """`token(role, **claims)` issues a caller's token; `run` marks what this run of the job makes as its own."""

    http: httpx.AsyncClient
    at: Addresses
    token: Callable[..., str]
    receiver: Receiver
    announce: Callable[[str], None]
    run: str = field(default_factory=lambda: uuid4().hex[:6])
    lines: list[Line] = field(default_factory=list)
    current: str = ""
    repeated: int = 0

    def caller(self, role: str, **claims: str) -> Client:
        return Client(self.http, self.token(role, **claims))

    @property
    def mailbox(self) -> Mailbox:
        return Mailbox(self.http, self.at.mail)

    @asynccontextmanager
    async def step(self, name: str) -> AsyncIterator["Told"]:
        """Announce a step, and write down what it observed."""
        self.current = name
        self.announce(name)
        told, start = Told(), time.monotonic()
        yield told
        self.lines.append(Line(name, told.text, time.monotonic() - start))

    async def deliveries(self, about: str, message: str, count: int) -> list[Json]:
        """The deliveries of one kind about something, once there are so many and all of them are sent."""
        auditor = self.caller("auditor")

        async def look() -> list[Json] | None:
            found = [one for one in await auditor.all(f"{self.at.notifications}/deliveries", about=about)
                     if one["message"] == message]  # fmt: skip
            check(len(found) <= count, f"{len(found)} deliveries of {message} about {about}, not {count}")
            check(not [one for one in found if one["status"] in ("failed", "cancelled")], f"{message} failed: {found}")
            return found if len(found) == count and all(one["status"] == "sent" for one in found) else None

        return await until(f"{count} deliveries of {message} about {about}", look)

    async def mails(self, deliveries: Iterable[Json]) -> list[EmailMessage]:
        """The mail of each delivery, in their order; raises NotObserved unless each has arrived once."""
        arrived = await self.mailbox.by_delivery()
        mails: list[EmailMessage] = []
        for delivery in deliveries:
            found = arrived.get(delivery["id"], [])
            self.check_once(len(found), f"the mail {delivery['message']} to {delivery['recipient']}")
            mails.append(await self.mailbox.read(found[0]))
        return mails

    def check_once(self, arrivals: int, what: str) -> None:
        """Once, and at most once more, under the same id, for each time that its sender was killed while it sent.

        Neither SMTP nor HTTP lets a sender know whether a message that it had no time to write down has arrived.
        """
        killed = self.at.restarts["notifications"]
        check(1 <= arrivals <= 1 + killed, f"{what} arrived {arrivals} times, and its sender was killed {killed} times")
        self.repeated += arrivals - 1


@dataclass
class Told:
    """What a step says of itself."""

    text: str = ""
