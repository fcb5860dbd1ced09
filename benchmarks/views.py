"""python -m benchmarks.views: events from Kafka into a view, against the bare libraries and against one at a time."""

import asyncio
from collections.abc import AsyncIterator
from time import perf_counter
from uuid import uuid4

from aiokafka import AIOKafkaConsumer
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from pymongo import UpdateOne

from benchmarks.measuring import Claim, Size, at_least, in_turns, main
from benchmarks.servers import bare_producer, database, devstack
from benchmarks.subject import Visited, history, put, summary
from shared.eventing import bus, consumer, topics
from shared.eventing.bus import Batch
from shared.eventing.topics import Topic
from shared.eventing.views import Views
from shared.mongo import Document, Mongo

EVENTS = 20_000
ONE_BY_ONE = 2_000  # of the events, because it takes that long
SIZES = (2_000, 20_000)  # documents
OWN: Document = {"$match": {"visits": {"$exists": True}}}  # the runner keeps a document of its own among them


class Race:
    """One topic of events and the ways into a view; each answers events per second, from start to the last write."""

    def __init__(self, kafka: str, mongo: Mongo, topic: str, events: int, documents: int) -> None:
        self._kafka, self._mongo, self._topic = kafka, mongo, topic
        self._events, self._documents = events, documents

    async def product(self) -> float:
        """The backbone as a service uses it."""
        view = summary(f"view-{uuid4().hex}")
        views = Views(self._mongo, (view,))
        await views.prepare()
        ordinary = consumer.of_views(uuid4().hex, views)
        await ordinary.parking.prepare()
        seen, done = 0, asyncio.Event()

        async def handle(batch: Batch) -> None:
            nonlocal seen
            await ordinary.handle(batch, lambda *_: None)
            seen += len(batch)
            if seen >= self._events:
                done.set()

        broker = bus.broker(self._kafka)
        bus.subscribe(broker, group=ordinary.name, topics=(self._topic,), handle=handle)
        began = perf_counter()
        await broker.start()
        await done.wait()
        seconds = perf_counter() - began
        await broker.stop()
        await self._check(view.name)
        return self._events / seconds

    async def floor(self) -> float:
        """The bare consumer, pydantic, and a bulk of one upsert per event for every batch."""
        name = f"floor-{uuid4().hex}"
        collection = self._mongo[name]
        bare = AIOKafkaConsumer(
            self._topic, bootstrap_servers=self._kafka, group_id=uuid4().hex, enable_auto_commit=False,
            auto_offset_reset="earliest", isolation_level="read_committed",
        )  # fmt: skip
        seen = 0
        began = perf_counter()
        await bare.start()
        while seen < self._events:
            found = await bare.getmany(timeout_ms=20, max_records=bus.MAX_BATCH)
            batch = [upsert(Visited.model_validate_json(one.value)) for some in found.values() for one in some]
            if batch:
                await collection.bulk_write(batch, ordered=False)
                await bare.commit()
            seen += len(batch)
        seconds = perf_counter() - began
        await bare.stop()
        await self._check(name)
        return self._events / seconds

    async def one_by_one(self) -> float:
        """FastStream as its first page shows it: a handler with a model, called for every event.

        Acknowledged in the background, which loses events and is twenty times as fast as after each: the better floor.
        """
        collection = self._mongo[f"single-{uuid4().hex}"]
        broker = KafkaBroker(self._kafka, logger=None)
        seen, done, wanted = 0, asyncio.Event(), min(ONE_BY_ONE, self._events)

        @broker.subscriber(
            self._topic, group_id=uuid4().hex, auto_offset_reset="earliest", ack_policy=AckPolicy.ACK_FIRST,
            isolation_level="read_committed",
        )  # fmt: skip
        async def handle(event: Visited) -> None:
            nonlocal seen
            write = upsert(event)
            await collection.update_one(write._filter, write._doc, upsert=True)  # noqa: SLF001
            seen += 1
            if seen == wanted:
                done.set()

        began = perf_counter()
        await broker.start()
        await done.wait()
        seconds = perf_counter() - began
        await broker.stop()
        return wanted / seconds

    async def _check(self, name: str) -> None:
        [found] = await self._mongo.aggregate(
            name, [OWN, {"$group": {"_id": None, "documents": {"$sum": 1}, "visits": {"$sum": "$visits"}}}]
        )
        if (found["documents"], found["visits"]) != (self._documents, self._events):
            raise AssertionError(f"{name} holds {found}, not {self._events} visits to {self._documents} posts")
        await self._mongo[name].drop()


def upsert(event: Visited) -> UpdateOne:
    return UpdateOne(
        {"_id": event.post},
        {
            "$inc": {"visits": 1, "minutes": event.minutes},
            "$set": {"last": event.on.isoformat(), "visitor": event.visitor},
        },
        upsert=True,
    )


async def claims(size: Size) -> AsyncIterator[Claim]:
    """One of each size, and one against handling events one at a time."""
    events = size.of(EVENTS)
    async with devstack() as stack, database(stack) as mongo, bare_producer(stack.kafka) as producer:
        races = []
        for documents in map(size.of, SIZES):
            topic = f"benchmark.{documents}"
            await topics.create(stack.kafka, [Topic(topic)])
            await put(producer, topic, history(events, documents))
            races.append(race := Race(stack.kafka, mongo, topic, events, documents))
            await in_turns(1, race.product, race.floor)  # the first of each pays for what all others find warm
            products, floors = await in_turns(size.turns, race.product, race.floor)
            name = f"views: {events:,} events into {documents:,} documents"
            yield at_least(name, products, floors, 1.0, "events/s", **size.told)
        for race, documents in zip(races, map(size.of, SIZES), strict=True):
            products, singles = await in_turns(size.turns, race.product, race.one_by_one)
            name = f"views: {documents:,} documents, against one event at a time"
            yield at_least(name, products, singles, 15.0, "events/s", **size.told)


if __name__ == "__main__":
    main("views", claims)
