"""The relay: takes its share of the outboxes under leases, and keeps each of them drained."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from math import ceil

from pymongo.errors import PyMongoError

from shared.eventing.backoff import Backoff
from shared.eventing.drain import Drain
from shared.eventing.lease import Leases
from shared.eventing.metrics import LEASE_HELD
from shared.eventing.outbox import Outbox
from shared.eventing.sender import Sender
from shared.mongo import Document, Mongo

SCAN = 1.0  # seconds
NEWS: list[Document] = [
    {"$match": {"$or": [{"operationType": "insert"}, {"updateDescription.updatedFields.pending": True}]}},
    {"$project": {"shard": "$fullDocument.shard"}},
]
MEMBER, LANE = "relay-member/", "relay-lane/"

Report = Callable[[str, str | None], None]
Connect = Callable[[str], AbstractAsyncContextManager[Sender]]


class Relay:
    """One of any number of relays of a database; together they hold each outbox once, in equal shares.

    A change stream wakes the drains; what the stream misses, their scans find. `connect` gives a sender for an outbox
    by its name. `report` is told of each outbox why it is not drained, or None.
    """

    def __init__(self, mongo: Mongo, outboxes: Sequence[Outbox], leases: Leases, connect: Connect) -> None:
        self._mongo, self._outboxes, self._leases, self._connect = mongo, outboxes, leases, connect
        self._drains: dict[str, Drain] = {}

    async def run(self, up: Callable[[], None], report: Report) -> None:
        """Relay until cancelled; calls `up` once it takes part. Raises PyMongoError where MongoDB is away."""
        try:
            async with self._awake():
                while True:
                    await self._take_share(report)
                    up()
                    await asyncio.sleep(self._leases.seconds / 3)
        finally:
            await self._give_back(list(self._drains))
            await self._leases.release(MEMBER + self._leases.holder)

    async def _take_share(self, report: Report) -> None:
        """Renew what is held, take what is free, give back what is more than a fair share."""
        await self._leases.acquire(MEMBER + self._leases.holder)
        share = ceil(len(self._outboxes) / max(1, len(await self._leases.held(MEMBER))))
        for outbox in self._outboxes:
            if (mine := outbox.name in self._drains) and not self._drains[outbox.name].at_work:
                await self._drains.pop(outbox.name).stop()
                continue
            if not mine and len(self._drains) >= share:
                continue
            token = await self._leases.acquire(LANE + outbox.name)
            if mine and token != self._drains[outbox.name].token:
                await self._drains.pop(outbox.name).stop()
            elif not mine and token is not None:
                drain = Drain(outbox, self._leases, LANE + outbox.name, token, self._connect, report)
                self._drains[outbox.name] = drain
            LEASE_HELD.labels(outbox.name).set(outbox.name in self._drains)
        await self._give_back(list(self._drains)[share:])

    async def _give_back(self, names: Sequence[str]) -> None:
        await asyncio.gather(*(self._drains.pop(name).stop() for name in names))
        for name in names:
            await self._leases.release(LANE + name)
            LEASE_HELD.labels(name).set(0)

    @asynccontextmanager
    async def _awake(self) -> AsyncIterator[None]:
        collections = {outbox.collection for outbox in self._outboxes}
        watchers = [asyncio.create_task(self._watch(collection)) for collection in collections]
        try:
            yield
        finally:
            for watcher in watchers:
                watcher.cancel()
            await asyncio.gather(*watchers, return_exceptions=True)

    async def _watch(self, collection: str) -> None:
        backoff = Backoff(most=SCAN)
        while True:
            try:
                async with self._mongo.watch(collection, NEWS) as changes:
                    async for change in changes:
                        for drain in self._drains.values():
                            if drain.outbox.collection == collection and drain.outbox.concerns(change):
                                drain.news.set()
            except PyMongoError:  # history lost, or no primary: the scans go on meanwhile
                await backoff.wait()
