"""python -m benchmarks.journey: from a command to the view that shows it and to the mail that tells of it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, time_ns
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from benchmarks.load import Connection, Request, connections, expect, rate
from benchmarks.measuring import Claim, Size, at_most, main, quantile
from liaison.client import Addresses
from liaison.mailbox import Mailbox
from liaison.running import house
from shared.devstack.identity import issue

RATE = 50  # commands per second
SECONDS = 60
CLIENTS = 40
WARM_UP = 50  # commands before those that count
PATIENCE = 60.0  # seconds
BEHIND = 503
FAIR = {"name": "Milipol", "edition": "2026", "country": "FR", "starts_on": "2026-11-17", "ends_on": "2026-11-20"}


@dataclass
class Journey:
    """What is known of each command by the delegation that it refuses: the answers of the clocks, in milliseconds."""

    idle: asyncio.Queue[Connection]
    sent: dict[str, int] = field(default_factory=dict)
    readable: dict[str, float] = field(default_factory=dict)

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """A request over whichever connection is free, again while a view is behind: that counts as part of its way."""
        connection = await self.idle.get()
        try:
            async with asyncio.timeout(PATIENCE):
                while (answer := await connection.ask(method, path, body, **headers)).status == BEHIND:
                    pass
            return await expect(answer)
        finally:
            self.idle.put_nowait(connection)

    async def refuse(self, delegation: str) -> None:
        """The command whose way is followed: refuse a delegation, and read it as refused."""
        began, self.sent[delegation] = perf_counter(), time_ns()
        body = {"reason": "the programme is full"}
        receipt = await self.ask("POST", f"/delegations/{delegation}/refuse", body, Idempotency_Key=delegation)
        shown = await self.ask("GET", f"/delegations/{delegation}?min_version={receipt['version']}")
        if shown["status"] != "refused":
            raise RuntimeError(f"read as {shown['status']}")
        self.readable[delegation] = 1000 * (perf_counter() - began)


@asynccontextmanager
async def office(at: Addresses, home: Path) -> AsyncIterator[Sequence[Connection]]:
    """Connections to the delegations service as the Partnerships Office."""
    token = issue(home, subject="benchmark", role="partnerships", ttl=timedelta(hours=3))
    async with connections(urlsplit(at.delegations).port or 0, CLIENTS, token) as opened:
        yield opened


async def prepare(at: Addresses, home: Path, delegations: Sequence[str]) -> None:
    """A fair, and for each delegation a head with a mailbox of its own, by which its mail is recognised."""
    async with office(at, home) as clients:
        await expect(await clients[0].ask("POST", "/fairs", {"id": "fair", **FAIR}, Idempotency_Key="fair"))

        def head(number: int) -> Request:
            id = delegations[number]
            return Request(f"/people/{id}", {"name": "Inés Quispe", "mail": f"{id}@head.example", "language": "en"}, id)

        def registration(number: int) -> Request:
            id = delegations[number]
            body = {"id": id, "fair": "fair", "country": "PE", "head": id, "interests": ["Drones"]}
            return Request("/delegations", body, f"register-{id}")

        await rate(clients, len(delegations), head, method="PUT")
        await rate(clients, len(delegations), registration)


async def arrivals(at: Addresses, wanted: int) -> dict[str, int]:
    """When each delegation's mail came into the sink, in nanoseconds since the epoch; once all have come."""
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http, asyncio.timeout(PATIENCE):
        while True:
            mails = [mail for several in (await Mailbox(http, at.mail).by_delivery()).values() for mail in several]
            if len(mails) >= wanted:
                return {mail["To"][0]["Address"].partition("@")[0]: int(mail["ID"], 16) for mail in mails}
            await asyncio.sleep(1)


async def drive(journey: Journey, delegations: Sequence[str]) -> None:
    """One command every 1/RATE seconds, whatever has become of those before it."""
    began = perf_counter()
    async with asyncio.TaskGroup() as group:
        for number, delegation in enumerate(delegations):
            await asyncio.sleep(max(0.0, began + number / RATE - perf_counter()))
            group.create_task(journey.refuse(delegation))


async def claims(size: Size) -> AsyncIterator[Claim]:
    """The whole house, each service in a process with all its parts, at a steady rate."""
    commands = size.of(RATE * SECONDS)
    run = uuid4().hex[:8]
    delegations = [f"{run}-{number}" for number in range(WARM_UP + commands)]
    async with AsyncExitStack() as stack:
        home = Path(stack.enter_context(TemporaryDirectory(prefix="liaison-benchmark-")))
        at = await stack.enter_async_context(house(home, lambda _: None, fixed_ports=False))
        await prepare(at, home, delegations)
        journey = Journey(asyncio.Queue())
        for connection in await stack.enter_async_context(office(at, home)):
            journey.idle.put_nowait(connection)
        await journey.ask("GET", f"/delegations/{delegations[-1]}?min_version=1")
        await drive(journey, delegations[:WARM_UP])
        counted = delegations[WARM_UP:]
        await drive(journey, counted)
        came = await arrivals(at, len(delegations))
        views = [journey.readable[one] for one in counted]
        mails = [(came[one] - journey.sent[one]) / 1e6 for one in counted]
    for name, times, must in (("view readable", views, 100), ("mail in the sink", mails, 500)):
        yield at_most(
            f"journey: command to {name} at {RATE} commands/s, p99", quantile(times, 0.99), must, "ms",
            p50=round(quantile(times, 0.5), 1), commands=len(times), **size.told,
        )  # fmt: skip


if __name__ == "__main__":
    main("journey", claims)
