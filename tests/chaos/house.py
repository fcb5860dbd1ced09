"""The rig's own house: real servers, and each part of each service as a process, so that parts can die apart."""

import asyncio
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx

from liaison.running import link_secret
from shared.devstack import ports
from shared.devstack.child import Child, NotReady
from shared.devstack.stack import Devstack
from tests.chaos.ledger import Instant
from tests.chaos.plan import Target
from tests.chaos.sockets import owner

# How many of each. Two of a kind take over from each other; one alone must come back to what it left.
PARTS = {
    "postings": {"api": 1, "relay": 2, "consumers": 1},
    "delegations": {"api": 1, "relay": 2, "consumers": 2},
    "notifications": {"api": 1, "relay": 1, "consumers": 2},
}
SERVERS = ("kafka", "mongo")
SENDERS = "notifications-consumers"  # the processes that send mails and webhooks
GRACE = 30.0  # seconds that a process gets to end when it is asked to
LOOK = 0.3  # seconds between two looks whether a process has ended by itself


class NoKafka(RuntimeError):
    """Only a Kafka that keeps what it was given can be killed; this machine has none."""


@dataclass
class House:
    """`crashes` tell when a process that sends mails and webhooks was killed.

    `ended` names the processes that ended without being told to, `unwilling` those that would not end when told.
    """

    home: Path
    stack: Devstack
    base: dict[str, str]
    environment: dict[str, str]
    processes: dict[str, Child]
    crashes: list[Instant] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    unwilling: list[str] = field(default_factory=list)
    held: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    def targets(self) -> list[Target]:
        """Everything here that can be killed."""
        return [Target(name, "server" if name in SERVERS else "process") for name in self.everything()]

    def everything(self) -> dict[str, Child]:
        return self.processes | {name: self.stack.children[name] for name in SERVERS}

    def sender(self, port: int) -> str:
        """Which of the processes that send holds this port."""
        senders = {name: child.pid for name, child in self.processes.items() if name.startswith(SENDERS)}
        return owner(port, senders)

    async def kill(self, name: str, down: float) -> None:
        """SIGKILL, and again started after so many seconds."""
        self._crash(name)
        self.everything()[name].kill()
        await asyncio.sleep(down)
        await self.everything()[name].start()

    async def pause(self, name: str, seconds: float) -> None:
        """SIGSTOP, and SIGCONT after so many seconds."""
        if (pid := self.everything()[name].pid) is not None:
            os.kill(pid, signal.SIGSTOP)
            try:
                await asyncio.sleep(seconds)
            finally:
                os.kill(pid, signal.SIGCONT)

    async def restart(self, name: str) -> None:
        """SIGTERM, wait until it has ended by itself, start it again."""
        child = self.everything()[name]
        if (pid := child.pid) is not None:
            os.kill(pid, signal.SIGTERM)
            until = time.monotonic() + GRACE
            while child.pid is not None and time.monotonic() < until:  # noqa: ASYNC110 - it ends by itself
                await asyncio.sleep(0.05)
            if child.pid is not None:
                self.unwilling.append(name)
                self._crash(name)
                child.kill()
        await child.start()

    async def watch(self) -> None:
        """Start again what has ended by itself, as a container would be."""
        while True:
            for name, child in self.everything().items():
                if child.pid is None and not self.held[name].locked():
                    async with self.held[name]:
                        self.ended.append(name)
                        self._crash(name)
                        await child.start()
            await asyncio.sleep(LOOK)

    def _crash(self, name: str) -> None:
        if name.startswith(SENDERS):
            self.crashes.append(Instant(time.monotonic(), name))


@asynccontextmanager
async def house(home: Path, smtp: str, broken: str | None) -> AsyncIterator[House]:
    """Start everything, one service after the other, and leave nothing running. `broken` names a part.

    Raises NoKafka, ChildFailed or PortTaken.
    """
    names = [(service, part, number) for service, parts in PARTS.items() for part, count in parts.items()
             for number in range(1, count + 1)]  # fmt: skip
    async with Devstack(home, environ={"LIAISON_SMTP": smtp}) as stack, AsyncExitStack() as started:
        if stack.in_memory:
            raise NoKafka("no Kafka to be had that keeps its data")
        chosen = await ports.take([None] * len(names))
        at = {f"{service}-{part}-{number}": port for (service, part, number), port in zip(names, chosen, strict=True)}
        base = {service: f"http://127.0.0.1:{at[f'{service}-api-1']}" for service in PARTS}
        own = stack.environment() | {
            "LIAISON_LINK_SECRET": link_secret(home),
            "LIAISON_WEBHOOK_ALLOW_PRIVATE": "true",
            "LIAISON_PUBLIC_URL": base["notifications"],
        }
        http = await started.enter_async_context(httpx.AsyncClient(timeout=5, trust_env=False))
        processes = {
            name: Child(
                name,
                command(service, part, broken),
                own | {"LIAISON_PORT": str(at[name])},
                home=home,
                probe=partial(live, http, f"http://127.0.0.1:{at[name]}"),
            )
            for name, (service, part, _) in zip(at, names, strict=True)
        }
        for process in processes.values():
            started.callback(process.kill)
        for service in PARTS:
            await asyncio.gather(*(one.start() for name, one in processes.items() if name.startswith(service)))
        running = House(home, stack, base, own, processes)
        await running_well(http, list(at.values()))
        yield running


def command(service: str, part: str, broken: str | None) -> list[str]:
    """What runs one part of a service, or its deliberately broken double."""
    if broken is not None and part.startswith(broken):
        return [sys.executable, "-m", f"tests.chaos.broken_{broken}", service, part]
    return [sys.executable, "-m", f"services.{service}", part]


async def live(http: httpx.AsyncClient, base: str) -> None:
    """Raises NotReady until the process answers; what it depends on may be away meanwhile."""
    await answering(http, f"{base}/health/live")


async def running_well(http: httpx.AsyncClient, chosen: Sequence[int]) -> None:
    """Wait until every process has all it needs."""
    async with asyncio.timeout(60):
        for port in chosen:
            while True:
                try:
                    await answering(http, f"http://127.0.0.1:{port}/health/ready")
                    break
                except NotReady:
                    await asyncio.sleep(0.2)


async def answering(http: httpx.AsyncClient, url: str) -> None:
    """Raises NotReady where the answer is none or no success."""
    try:
        answer = await http.get(url)
    except httpx.TransportError as error:
        raise NotReady(repr(error)) from error
    if not answer.is_success:
        raise NotReady(answer.text)
