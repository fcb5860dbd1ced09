"""python -m benchmarks.relay: pending commits to Kafka, against the bare idempotent producer; and the relay's delay."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from time import perf_counter
from typing import Any
from uuid import uuid4

from aiokafka import AIOKafkaConsumer

from benchmarks.measuring import Claim, Size, at_least, at_most, in_turns, main, quantile
from benchmarks.servers import bare_producer, database, devstack
from benchmarks.subject import VISITS, Visit, history, visited
from shared.eventing import topics
from shared.eventing.lease import Leases
from shared.eventing.origin import Origin
from shared.eventing.outbox import CommitOutbox, Outgoing, Pending
from shared.eventing.relay import Relay
from shared.eventing.sender import connected
from shared.eventing.store import COMMITS, SHARDS, Store, Task, pending_commit
from shared.eventing.topics import Topic
from shared.mongo import Mongo

COMMANDS = 20_000
POSTS = 2_000
RATE = 200  # commands per second
SECONDS = 20
CHUNK = 2_000  # messages between two waits of the bare producer


class Gate:
    """Holds all lanes until it is opened, then counts what they mark."""

    def __init__(self, expected: int) -> None:
        self.open, self.done = asyncio.Event(), asyncio.Event()
        self.waiting, self.marked, self._expected = 0, 0, expected

    def count(self, marked: int) -> None:
        self.marked += marked
        if self.marked >= self._expected:
            self.done.set()


class Gated(CommitOutbox):
    """A lane of the product that begins when the gate opens: connecting is no part of what is measured."""

    def __init__(self, mongo: Mongo, topic: str, shard: int, gate: Gate) -> None:
        super().__init__(mongo, topic, "/benchmark", shard)
        self._gate = gate

    async def pending(self, limit: int, but: Collection[Any] = ()) -> Sequence[Pending]:
        if not self._gate.open.is_set():
            self._gate.waiting += 1
            await self._gate.open.wait()
        return await super().pending(limit, but)

    async def mark_sent(self, tokens: Sequence[Any]) -> None:
        await super().mark_sent(tokens)
        self._gate.count(len(tokens))


@asynccontextmanager
async def relaying(mongo: Mongo, kafka: str, outboxes: Sequence[CommitOutbox]) -> AsyncIterator[None]:
    """The relay at work, as a service runs it."""
    name = uuid4().hex
    relay = Relay(mongo, outboxes, Leases(mongo, name), lambda lane: connected(kafka, f"{name}-{lane}"))
    task = asyncio.create_task(relay.run(lambda: None, lambda *_: None))
    try:
        yield
        if task.done():
            task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def fill(mongo: Mongo, commands: int) -> None:
    """So many pending commits and nothing else, as the store writes them."""
    await mongo[COMMITS].drop()
    await Store(mongo).prepare()
    origin = Origin("benchmark")
    events = [visited(f"post-{number % POSTS}", number) for number in range(commands)]
    pending = [
        pending_commit(VISITS.stream(event.post), number // POSTS + 1, [event], origin)
        for number, event in enumerate(events)
    ]
    await mongo[COMMITS].insert_many(pending)


async def product(mongo: Mongo, kafka: str, topic: str, commands: int) -> float:
    """Commits per second, from pending to sent and marked."""
    await fill(mongo, commands)
    gate = Gate(commands)
    async with relaying(mongo, kafka, [Gated(mongo, topic, shard, gate) for shard in range(SHARDS)]):
        while gate.waiting < SHARDS:
            await asyncio.sleep(0.01)
        began = perf_counter()
        gate.open.set()
        await gate.done.wait()
        while await mongo[COMMITS].find_one({"pending": True}, {"_id": 1}):
            await asyncio.sleep(0.001)
        return commands / (perf_counter() - began)


async def floor(kafka: str, topic: str, messages: Sequence[Outgoing]) -> float:
    """The same messages per second through the bare producer, made beforehand."""
    async with bare_producer(kafka) as producer:
        await producer.partitions_for(topic)
        began = perf_counter()
        for first in range(0, len(messages), CHUNK):
            sent = [
                await producer.send(topic, key=one.key, value=one.value, headers=one.headers)
                for one in messages[first : first + CHUNK]
            ]
            await asyncio.gather(*sent)
        return len(messages) / (perf_counter() - began)


async def delays(mongo: Mongo, store: Store, kafka: str, commands: int) -> list[float]:
    """Seconds from the commit's acknowledgement to a reader of committed messages, at RATE commands per second."""
    topic = await _topic(kafka)
    await store.prepare()
    committed: dict[bytes, float] = {}
    arrived: dict[bytes, float] = {}
    run = uuid4().hex.encode()

    async def command(number: int) -> None:
        post = f"{run.decode()}-{number}"
        written = await store.execute(Task(VISITS, post, Visit(post, number)), origin=Origin("benchmark"))
        committed[written.stream.encode()] = perf_counter()

    async def read(consumer: Any) -> None:
        while len(arrived) < commands:
            found = await consumer.getmany(timeout_ms=1000)
            at = perf_counter()
            arrived.update((one.key, at) for some in found.values() for one in some if run in one.key)

    async with AsyncExitStack() as stack:
        consumer = AIOKafkaConsumer(
            topic, bootstrap_servers=kafka, isolation_level="read_committed", auto_offset_reset="earliest"
        )
        await stack.enter_async_context(consumer)
        lanes = [CommitOutbox(mongo, topic, "/benchmark", shard) for shard in range(SHARDS)]
        await stack.enter_async_context(relaying(mongo, kafka, lanes))
        reading = asyncio.create_task(read(consumer))
        await command(-1)
        async with asyncio.timeout(30):
            while not arrived:
                await asyncio.sleep(0.01)
        began = perf_counter()
        async with asyncio.TaskGroup() as group:
            for number in range(commands - 1):
                await asyncio.sleep(max(0.0, began + number / RATE - perf_counter()))
                group.create_task(command(number))
        async with asyncio.timeout(60):
            await reading
    return [arrived[key] - at for key, at in committed.items()][1:]


async def _topic(kafka: str) -> str:
    name = f"benchmark.{uuid4().hex}"
    await topics.create(kafka, [Topic(name)])
    return name


async def claims(size: Size) -> AsyncIterator[Claim]:
    """The rate of a backlog, and the delay under a steady load."""
    commands = size.of(COMMANDS)
    async with devstack() as stack, database(stack) as mongo:
        messages, topic = list(history(commands, POSTS)), await _topic(stack.kafka)
        ways = (lambda: product(mongo, stack.kafka, topic, commands), lambda: floor(stack.kafka, topic, messages))
        await in_turns(1, *ways)
        products, floors = await in_turns(size.turns, *ways)
        yield at_least(f"relay: {commands:,} pending commits", products, floors, 0.5, "commits/s", **size.told)
        waits = await delays(mongo, Store(mongo), stack.kafka, size.of(RATE * SECONDS))
        milliseconds = [1000 * wait for wait in waits]
        yield at_most(
            f"relay: delay from commit to topic at {RATE} commands/s, p99", quantile(milliseconds, 0.99), 50, "ms",
            p50=round(quantile(milliseconds, 0.5), 1), commands=len(waits), **size.told,
        )  # fmt: skip


if __name__ == "__main__":
    main("relay", claims)
