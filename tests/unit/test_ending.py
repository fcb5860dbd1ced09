"""Being asked to end: a part that fails at that very moment ends all the same, and whoever waits for it goes on."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
from pymongo.errors import AutoReconnect

from shared.eventing.backoff import Backoff
from shared.eventing.drain import Drain
from shared.eventing.lease import Leases
from shared.eventing.outbox import Outbox
from shared.supervision import Up, supervise

SOON = 5.0  # seconds: bounds what would never end


async def ends(part: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Cancelled while it is at work under supervision, the part is over soon."""
    at_work = asyncio.Event()

    async def run(up: Up) -> None:
        up()
        await part(at_work)

    task = asyncio.create_task(supervise("part", run, lambda *_: None))
    await at_work.wait()
    task.cancel()
    async with asyncio.timeout(SOON):
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_a_part_whose_clearing_up_fails_ends() -> None:
    async def part(at_work: asyncio.Event) -> None:
        try:
            at_work.set()
            await asyncio.Event().wait()
        finally:
            raise AutoReconnect("away")

    await ends(part)


async def test_a_part_ends_one_of_whose_tasks_fails_as_it_is_asked_to() -> None:
    async def part(at_work: asyncio.Event) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails_when_cancelled())
            at_work.set()

    await ends(part)


async def test_whoever_fails_for_another_reason_waits_and_tries_again() -> None:
    backoff, tries = Backoff(first=0.001), 0
    while tries < 3:
        try:
            async with asyncio.timeout(0.001):
                await asyncio.Event().wait()
        except TimeoutError:
            tries += 1
            await backoff.wait()
    assert tries == 3


async def fails_when_cancelled() -> None:
    try:
        await asyncio.Event().wait()
    finally:
        raise AutoReconnect("away")


class Away:
    """An outbox and its leases whose database goes away just when whoever looks is cancelled."""

    name, collection = "commits-0", "commits"

    def __init__(self) -> None:
        self.looked = asyncio.Event()

    async def pending(self, *_: Any) -> None:
        self.looked.set()
        await fails_when_cancelled()

    async def acquire(self, _: str) -> int:
        return 1

    async def recorded(self, _: str) -> list[Any]:
        return []


@asynccontextmanager
async def connect(_: str) -> Any:
    yield None


async def test_a_drain_ends_that_fails_as_it_is_asked_to() -> None:
    away = Away()
    drain = Drain(cast("Outbox", away), cast("Leases", away), "lease", 1, connect, lambda *_: None)
    await away.looked.wait()
    async with asyncio.timeout(SOON):
        await drain.stop()
