"""A drain: one outbox's pipeline of finding, sending and marking, which overlap and never overtake each other."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from itertools import chain
from typing import Any

from aiokafka.errors import KafkaError
from pymongo.errors import PyMongoError

from shared.clock import now
from shared.eventing.backoff import Backoff
from shared.eventing.lease import LeaseLost, Leases
from shared.eventing.metrics import RELAY_DELAY, RELAYED
from shared.eventing.outbox import Outbox, Pending
from shared.eventing.sender import Sender
from shared.eventing.tracing import batch_span

BATCH = 1000  # documents
SCAN = 1.0  # seconds between two looks when nothing wakes the drain
Batches = asyncio.Queue[Sequence[Pending]]


class Drain:
    """Works until stopped, or until its lease is lost; a failure makes it connect anew.

    Nothing is marked before Kafka has acknowledged the whole batch, so a crash between the two repeats events on the
    topic and loses none. What is sent is first recorded in the lease, in one write that only its present holder can do,
    and then marked; so nothing counts as sent under a token that has been replaced.
    """

    def __init__(
        self,
        outbox: Outbox,
        leases: Leases,
        lease: str,
        token: int,
        connect: Callable[[str], AbstractAsyncContextManager[Sender]],
        report: Callable[[str, str | None], None],
    ) -> None:
        self.outbox, self._leases, self._lease, self.token = outbox, leases, lease, token
        self._connect, self._report, self._name = connect, report, f"relay {outbox.name}"
        self.news = asyncio.Event()
        self._task = asyncio.create_task(self._run())

    @property
    def at_work(self) -> bool:
        """False once it has found that its lease is another's. Raises what it has failed with, if that was a defect."""
        if self._task.done():
            self._task.result()
        return not self._task.done()

    async def stop(self) -> None:
        """End at once; what was sent and not marked is sent again by whoever comes next."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._report(self._name, None)

    async def _run(self) -> None:
        backoff = Backoff()
        # Connecting shuts out whoever was connected before, so only the holder may do it.
        while await self._is_holder():
            try:
                async with self._connect(self.outbox.name) as sender:
                    await self._settle()
                    await self._pipeline(sender, backoff)
            except* LeaseLost:
                pass  # the next look at the lease ends this
            except* (KafkaError, PyMongoError, OSError) as failures:
                first = failures.exceptions[0]
                self._report(self._name, f"{type(first).__name__}: {first}")
            await backoff.wait()

    async def _is_holder(self) -> bool:
        backoff = Backoff()
        while True:
            try:
                return await self._leases.acquire(self._lease) == self.token
            except PyMongoError as error:
                self._report(self._name, f"{type(error).__name__}: {error}")
                await backoff.wait()

    async def _pipeline(self, sender: Sender, backoff: Backoff) -> None:
        found, sent, on_the_way = Batches(1), Batches(1), set[Any]()
        async with asyncio.TaskGroup() as stages:
            stages.create_task(self._find(found, on_the_way, backoff))
            stages.create_task(self._send(sender, found, sent))
            stages.create_task(self._mark(sent, on_the_way))

    async def _find(self, found: Batches, on_the_way: set[Any], backoff: Backoff) -> None:
        while True:
            self.news.clear()
            batch = await self.outbox.pending(BATCH, on_the_way)
            backoff.reset()
            self._report(self._name, None)
            if batch:
                on_the_way.update(one.token for one in batch)
                await found.put(batch)
            if len(batch) < BATCH:  # what comes after this look is news
                with suppress(TimeoutError):
                    async with asyncio.timeout(SCAN):
                        await self.news.wait()

    async def _send(self, sender: Sender, found: Batches, acknowledged: Batches) -> None:
        while True:
            batch = await found.get()
            with batch_span(f"relay {self.outbox.name}", (one.traceparent for one in batch), documents=len(batch)):
                sent = await sender.send(chain.from_iterable(one.messages for one in batch))
            RELAYED.labels(self.outbox.name).inc(sent)
            self._measure(batch)
            await acknowledged.put(batch)

    def _measure(self, batch: Sequence[Pending]) -> None:
        acknowledged, delay = now(), RELAY_DELAY.labels(self.outbox.name)
        for one in batch:
            delay.observe((acknowledged - one.time).total_seconds())

    async def _mark(self, sent: Batches, on_the_way: set[Any]) -> None:
        while True:
            tokens = [one.token for one in await sent.get()]
            await self._leases.record(self._lease, self.token, tokens)
            await self.outbox.mark_sent(tokens)
            on_the_way.difference_update(tokens)

    async def _settle(self) -> None:
        """Mark what was recorded as sent, by this holder or the one before, who may not have come to marking it."""
        if tokens := await self._leases.recorded(self._lease):
            await self.outbox.mark_sent(tokens)
