"""Senders: how a batch reaches Kafka whole and in order, and how an older sender of the same shard is shut out."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any, Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.partitioner import murmur2
from aiokafka.producer import sender as aiokafka_sender
from aiokafka.producer.message_accumulator import BatchBuilder

from shared.eventing.outbox import Outgoing

GIVE_UP = 3.0  # seconds that each step of letting go of a producer may take
# A producer's next transaction is refused until Kafka has marked the end of the one before, which takes it 1 to 3 ms;
# aiokafka would ask again after 20. A transaction of one message takes 6 to 9 ms instead of 27 to 33.
aiokafka_sender.BACKOFF_OVERRIDE = 0.002


class Sender(Protocol):
    """Sends messages so that each is acknowledged and visible when it answers how many. Raises KafkaError."""

    async def send(self, messages: Iterable[Outgoing]) -> int: ...


class Transactional:
    """A batch is one Kafka transaction of a producer whose transactional id belongs to the shard.

    Starting it raises the id's epoch at the broker: an older producer of that id, even one that slept between finding
    and sending, gets ProducerFenced, and readers of committed messages see nothing of what it had begun.
    """

    def __init__(self, producer: AIOKafkaProducer) -> None:
        self._producer = producer

    async def send(self, messages: Iterable[Outgoing]) -> int:
        """What does not come to its end is given up at once, and in the worst case ends with the producer's epoch."""
        await self._producer.begin_transaction()
        try:
            sent = await deliver(self._producer, messages)
        except BaseException:
            await within(GIVE_UP, self._producer.abort_transaction())
            raise
        await self._producer.commit_transaction()
        return sent


class Plain:
    """For brokers without transactions: in order and acknowledged, but nothing shuts an older sender out."""

    def __init__(self, producer: AIOKafkaProducer) -> None:
        self._producer = producer

    async def send(self, messages: Iterable[Outgoing]) -> int:
        return await deliver(self._producer, messages)


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
        await to_its_end(_let_go(producer, starting))


async def _let_go(producer: AIOKafkaProducer, starting: asyncio.Task[None]) -> None:
    await asyncio.wait([starting], timeout=GIVE_UP)  # aiokafka leaves connections open when it is cancelled here
    if not await within(GIVE_UP, producer.stop()):  # it waits for what will never be acknowledged
        await within(GIVE_UP, producer.client.close())  # which ends it
        await within(GIVE_UP, producer._sender.close())  # noqa: SLF001


async def to_its_end(clearing_up: Coroutine[Any, Any, None]) -> None:
    """Let it end, however often whoever waits for it is cancelled meanwhile: what it lets go of would stay open."""
    task, cancelled = asyncio.create_task(clearing_up), None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled
    task.result()


async def within(seconds: float, ending: Coroutine[Any, Any, None]) -> bool:
    """Whether something has ended within so many seconds, well or not: a Kafka that hangs would never let it."""
    task = asyncio.ensure_future(ending)
    _, late = await asyncio.wait([task], timeout=seconds)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return not late


async def deliver(producer: AIOKafkaProducer, messages: Iterable[Outgoing]) -> int:
    """Send every message, wait until Kafka has acknowledged each, and answer how many. Raises KafkaError if any failed.

    The messages of a partition go as whole batches, in their order: a third of the work of sending one by one.
    """
    partitions: dict[str, int] = {}
    packed = defaultdict[tuple[str, int], list[BatchBuilder]](list)
    count = 0
    for one in messages:
        if one.topic not in partitions:
            partitions[one.topic] = len(await producer.partitions_for(one.topic))
        builders = packed[one.topic, hashed(one.key) % partitions[one.topic]]
        what: Any = {"timestamp": None, "key": one.key, "value": one.value, "headers": one.headers}
        if not builders or builders[-1].append(**what) is None:  # it is full
            builders.append(producer.create_batch())
            builders[-1].append(**what)
        count += 1
    acknowledgements = [
        await producer.send_batch(builder, topic, partition=partition)
        for (topic, partition), builders in packed.items()
        for builder in builders
    ]
    await asyncio.gather(*acknowledgements)
    return count


@lru_cache(maxsize=65_536)
def hashed(key: bytes) -> int:
    """Kafka's own hash of a key, by which all of its clients choose the partition."""
    return int(murmur2(key)) & 0x7FFFFFFF
