"""Senders: how a batch reaches Kafka whole and in order, and how an older sender of the same shard is shut out."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any, Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.partitioner import murmur2
from aiokafka.producer import sender as aiokafka_sender
from aiokafka.producer.message_accumulator import BatchBuilder

from shared.eventing.outbox import Outgoing

GIVE_UP = 5.0  # seconds
# A producer's next transaction is refused until Kafka has marked the end of the one before, which takes it 1 to 3 ms;
# aiokafka would ask again after 20. A transaction of one message takes 6 to 9 ms instead of 27 to 33.
aiokafka_sender.BACKOFF_OVERRIDE = 0.002


class Sender(Protocol):
    """Sends a batch so that every message is acknowledged and visible when it returns. Raises KafkaError."""

    async def send(self, batch: Sequence[Outgoing]) -> None: ...


class Transactional:
    """A batch is one Kafka transaction of a producer whose transactional id belongs to the shard.

    Starting it raises the id's epoch at the broker: an older producer of that id, even one that slept between finding
    and sending, gets ProducerFenced, and readers of committed messages see nothing of what it had begun.
    """

    def __init__(self, producer: AIOKafkaProducer) -> None:
        self._producer = producer

    async def send(self, batch: Sequence[Outgoing]) -> None:
        async with self._producer.transaction():
            await deliver(self._producer, batch)


class Plain:
    """For brokers without transactions: in order and acknowledged, but nothing shuts an older sender out."""

    def __init__(self, producer: AIOKafkaProducer) -> None:
        self._producer = producer

    async def send(self, batch: Sequence[Outgoing]) -> None:
        await deliver(self._producer, batch)


@asynccontextmanager
async def connected(bootstrap: str, transactional_id: str | None) -> AsyncIterator[Sender]:
    """A sender at work; without a transactional id a plain one. A failed one is thrown away, never mended."""
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap,
        acks="all",
        transactional_id=transactional_id,
        transaction_timeout_ms=15_000,  # longer than any batch takes: an abandoned one blocks readers for as long
        linger_ms=0,
        max_batch_size=262_144,
    )
    starting = asyncio.create_task(producer.start())
    try:
        await asyncio.shield(starting)
        yield Plain(producer) if transactional_id is None else Transactional(producer)
    finally:
        await asyncio.wait([starting], timeout=GIVE_UP)  # aiokafka leaves connections open when it is cancelled here
        await producer.stop()


async def deliver(producer: AIOKafkaProducer, batch: Sequence[Outgoing]) -> None:
    """Send every message and wait until Kafka has acknowledged each. Raises KafkaError if any of them failed.

    The messages of a partition go as whole batches, in their order: a third of the work of sending one by one.
    """
    partitions = {topic: len(await producer.partitions_for(topic)) for topic in {one.topic for one in batch}}
    waiting = defaultdict[tuple[str, int], list[Outgoing]](list)
    for one in batch:
        waiting[one.topic, hashed(one.key) % partitions[one.topic]].append(one)
    acknowledgements = [
        await producer.send_batch(packed, topic, partition=partition)
        for (topic, partition), messages in waiting.items()
        for packed in _packed(producer, messages)
    ]
    await asyncio.gather(*acknowledgements)


@lru_cache(maxsize=65_536)
def hashed(key: bytes) -> int:
    """Kafka's own hash of a key, by which all of its clients choose the partition."""
    return int(murmur2(key)) & 0x7FFFFFFF


def _packed(producer: AIOKafkaProducer, messages: Iterable[Outgoing]) -> Iterator[BatchBuilder]:
    packed = producer.create_batch()
    for one in messages:
        what: Any = {"timestamp": None, "key": one.key, "value": one.value, "headers": one.headers}
        if packed.append(**what) is None:  # it is full
            yield packed
            packed = producer.create_batch()
            packed.append(**what)
    packed.close()
    yield packed
