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


class Idle:
    """An outbox and its leases. Nothing is pending, or the database goes away just as whoever looks is cancelled."""

    name, collection = "commits-0", "commits"

    def __init__(self, *, goes_away: bool = True) -> None:
        self.looked, self._goes_away = asyncio.Event(), goes_away

    async def pending(self, *_: Any) -> list[Any]:
        self.looked.set()
        if self._goes_away:
            await fails_when_cancelled()
        return []

    async def acquire(self, _: str) -> int:
        return 1

    async def recorded(self, _: str) -> list[Any]:
        return []


@asynccontextmanager
async def connect(_: str) -> Any:
    yield None


async def draining(idle: Idle) -> Drain:
    drain = Drain(cast("Outbox", idle), cast("Leases", idle), "lease", 1, connect, lambda *_: None)
    await idle.looked.wait()
    return drain


@pytest.mark.parametrize("turns", range(4))
async def test_a_drain_ends_that_has_news_as_it_is_asked_to(turns: int) -> None:
    drain = await draining(Idle(goes_away=False))
    await some_turns(10)  # until it waits for news
    drain.news.set()
    await some_turns(turns)
    async with asyncio.timeout(SOON):
        await drain.stop()


async def some_turns(number: int) -> None:
    """Let the loop go round so many times."""
    for _ in range(number):
        turned = asyncio.Event()
        asyncio.get_running_loop().call_soon(turned.set)
        await turned.wait()


async def test_a_drain_ends_that_fails_as_it_is_asked_to() -> None:
    drain = await draining(Idle())
    async with asyncio.timeout(SOON):
        await drain.stop()
