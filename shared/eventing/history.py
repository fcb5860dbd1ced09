"""Topics read from their beginning up to where they end now, one partition after the other, outside of any group."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeAlias

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

Message: TypeAlias = ConsumerRecord[bytes, bytes]
Offsets: TypeAlias = Mapping[TopicPartition, int]

CHUNK = 2000  # messages
FETCH = 2_000_000  # bytes
WAIT = 20  # milliseconds: a connection answers nothing else while a fetch waits on it
SILENCE = 60.0  # seconds without anything new after which Kafka counts as away


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some messages of one partition; `next` is the offset at which to go on."""

    partition: TopicPartition
    messages: Sequence[Message]
    next: int


class History:
    """What is committed on some topics, from any offset on."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer

    async def begins(self) -> Offsets:
        """Where each partition begins."""
        return dict(await self._consumer.beginning_offsets(list(self._consumer.assignment())))

    async def ends(self) -> Offsets:
        """Up to where consumers that read committed messages only can have read each partition by now."""
        return dict(await self._consumer.end_offsets(list(self._consumer.assignment())))

    async def read(self, starts: Offsets, ends: Offsets) -> AsyncIterator[Chunk]:
        """Everything from `starts` to `ends`, and perhaps some more. Raises TimeoutError where nothing comes."""
        for partition in sorted(ends):
            if starts[partition] < ends[partition]:
                self._consumer.pause(*self._consumer.assignment() - {partition})
                self._consumer.resume(partition)
                self._consumer.seek(partition, starts[partition])
                async for chunk in self._read(partition, ends[partition]):
                    yield chunk

    async def _read(self, partition: TopicPartition, end: int) -> AsyncIterator[Chunk]:
        now = asyncio.get_running_loop().time
        position, heard = -1, now()
        while position < end:
            found = await self._consumer.getmany(partition, timeout_ms=WAIT, max_records=CHUNK)
            before, position = position, await self._consumer.position(partition)
            if position > before:  # also behind the mark at the end of a transaction, which is no message
                heard = now()
                yield Chunk(partition, found.get(partition, ()), position)
            elif now() - heard > SILENCE:
                raise TimeoutError(f"Kafka sent nothing of {partition.topic}/{partition.partition} for {SILENCE:g} s")


@asynccontextmanager
async def opened(bootstrap: str, topics: Sequence[str]) -> AsyncIterator[History]:
    """The history of these topics. Raises KafkaError where no broker answers."""
    consumer = AIOKafkaConsumer(
        *topics, bootstrap_servers=bootstrap, isolation_level="read_committed", auto_offset_reset="earliest",
        max_partition_fetch_bytes=FETCH, fetch_max_wait_ms=WAIT, metadata_max_age_ms=5000,
    )  # fmt: skip
    await consumer.start()
    try:
        yield History(consumer)
    finally:
        await consumer.stop()
