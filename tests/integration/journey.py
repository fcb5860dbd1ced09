"""A whole backbone in miniature for tests: a store, its relay, and consumers on a topic of their own."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from shared.eventing import bus, cloudevents
from shared.eventing.consumer import Consumer
from shared.eventing.event import by_type
from shared.eventing.lease import Leases
from shared.eventing.outbox import CommitOutbox, Outbox
from shared.eventing.relay import Relay
from shared.eventing.sender import connected
from shared.eventing.store import SHARDS
from shared.mongo import Mongo
from tests.integration.counter import Added, Closed

TYPES = by_type([Added, Closed])


@asynccontextmanager
async def relaying(mongo: Mongo, kafka: str, *outboxes: Outbox) -> AsyncIterator[None]:
    """A relay at work."""
    leases = Leases(mongo, uuid4().hex, seconds=3)
    relay = Relay(mongo, outboxes, leases, lambda name: connected(kafka, f"{mongo.database.name}-{name}"))
    task = asyncio.create_task(relay.run(lambda: None, lambda *_: None))
    try:
        yield
        if task.done():
            task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def consuming(kafka: str, *consumers: Consumer) -> AsyncIterator[dict[str, str | None]]:
    """Consumers at work; yields what each of them last reported."""
    reports: dict[str, str | None] = {}
    broker = bus.broker(kafka)
    for one in consumers:
        handle = partial(one.handle, report=reports.__setitem__)
        bus.subscribe(broker, group=one.name, topics=one.topics, handle=handle, concerned=one.concerned)
    await broker.start()
    try:
        yield reports
    finally:
        await bus.stop(broker)


def commits(mongo: Mongo, topic: str) -> list[CommitOutbox]:
    return [CommitOutbox(mongo, topic, "/test", shard) for shard in range(SHARDS)]


async def on_topic(kafka: str, topic: str, count: int) -> Sequence[ConsumerRecord[bytes, bytes]]:
    """The first so many messages of a topic; each partition in order."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, isolation_level="read_committed", auto_offset_reset="earliest")
    await consumer.start()
    try:
        await consumer._client.force_metadata_update()
        partitions = [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or [])]
        if not partitions:
            consumer.subscribe([topic])
        else:
            consumer.assign(partitions)
        messages: list[ConsumerRecord[bytes, bytes]] = []
        async with asyncio.timeout(30):
            while len(messages) < count:
                found = await consumer.getmany(timeout_ms=500)
                messages.extend(message for batch in found.values() for message in batch)
        return messages
    finally:
        await consumer.stop()


async def sequences(kafka: str, topic: str, number: int) -> dict[str, list[int]]:
    """What arrived, per stream and in order, of the first so many messages of a topic."""
    found = defaultdict[str, list[int]](list)
    for message in await on_topic(kafka, topic, number):
        recorded = cloudevents.recorded(message.headers, message.value, TYPES)
        found[recorded.stream].append(recorded.sequence)
    return found
