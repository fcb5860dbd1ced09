"""The bus: how this house talks to Kafka, through FastStream, one batch subscriber per consumer group."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from itertools import chain
from time import monotonic
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.message import KafkaAckableMessage

from shared.eventing.backoff import Backoff

Batch = Sequence[ConsumerRecord[bytes, bytes]]

log = logging.getLogger(__name__)

MAX_BATCH = 2000  # messages
LOOK = 1000  # milliseconds that a look at empty topics lasts; whatever arrives ends it at once
PATIENCE = 24 * 3600 * 1000  # milliseconds a handler may wait for MongoDB to come back without leaving its group
GRACE = 8.0  # seconds that a batch in hand has to end when its consumer is stopped; a killer waits for 10
CLOSING = 10.0  # seconds
JOINING = 60.0  # seconds


class Subscription:
    """One consumer group's batches; `idle` while none of them is in hand."""

    def __init__(self, group: str, subscriber: Any) -> None:
        self.group, self.idle, self._subscriber = group, True, subscriber

    @property
    def consumer(self) -> AIOKafkaConsumer | None:
        """Its present consumer, None where it is stopped."""
        consumer: AIOKafkaConsumer | None = self._subscriber.consumer
        return consumer

    @property
    def assigned(self) -> frozenset[TopicPartition]:
        """The partitions that the group has given it."""
        return frozenset(self.consumer.assignment()) if self.consumer is not None else frozenset()

    async def restart(self) -> None:
        """Put a new consumer in the place of the present one, which need not answer any more."""
        await self._close()
        backoff = Backoff()
        while True:
            try:
                async with asyncio.timeout(JOINING):
                    await self._subscriber.start()
                    return
            except (KafkaError, OSError) as error:
                log.info("group %s is not back yet: %s", self.group, error)
                await self._close()
                await backoff.wait()

    async def _close(self) -> None:
        old: Any = self.consumer
        try:
            async with asyncio.timeout(GRACE + CLOSING):
                await self._subscriber.stop()
        except TimeoutError:  # it hangs in closing, too: without its connections it is no member of the group for long
            async with asyncio.timeout(CLOSING):
                await old._client.close()  # noqa: SLF001


def subscribe(
    broker: KafkaBroker,
    *,
    group: str,
    topics: Sequence[str],
    handle: Callable[[Batch], Awaitable[None]],
    concerned: Callable[[Batch], bool] = lambda _: True,
) -> Subscription:
    """Give every batch of these topics to `handle`, and acknowledge it afterwards.

    `handle` must not return before its effects are written and must not raise: FastStream would go on with the next
    batch, whose acknowledgement covers this one too. What the group is not `concerned` by is passed over, and
    acknowledged when the topics are quiet, or after LOOK milliseconds: most groups of a service handle few types, and
    telling Kafka of each event that they do not is most of what they cost.
    """

    async def parse(raw: Any) -> KafkaAckableMessage:
        # FastStream's own parser fails on a null or non-UTF-8 header, and decodes bodies that are ours to parse
        return KafkaAckableMessage(raw_message=raw, body=b"", consumer=subscriber.consumer)

    async def decode(message: Any) -> Any:
        return message

    subscriber: Any = broker.subscriber(
        *topics,
        batch=True,
        group_id=group,
        ack_policy=AckPolicy.MANUAL,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
        max_records=MAX_BATCH,
        batch_timeout_ms=LOOK,
        max_poll_interval_ms=PATIENCE,
        parser=parse,
        decoder=decode,
    )

    subscription = Subscription(group, subscriber)
    passed_over_since: float | None = None

    async def look(consumer: AIOKafkaConsumer) -> Batch:
        """Stands in for FastStream's own look, after which, if it saw nothing, it sleeps for as long again."""
        nonlocal passed_over_since
        while True:
            found = await consumer.getmany(timeout_ms=LOOK, max_records=MAX_BATCH)
            messages = tuple(chain.from_iterable(found.values()))
            if messages and concerned(messages):
                passed_over_since = None
                return messages
            if messages and passed_over_since is None:
                passed_over_since = monotonic()
            if passed_over_since is not None and monotonic() - passed_over_since > LOOK / 1000:
                passed_over_since = None
                with suppress(KafkaError):  # the partitions have moved on, and pass there once more
                    await consumer.commit()

    subscriber.get_msg = look

    async def batch(message: Any) -> None:
        subscription.idle = False
        try:
            await handle(message.raw_message)
            await message.ack()
        except KafkaError as error:  # the partitions have moved on: whoever has them now sees the batch again
            log.info("batch of group %s not acknowledged: %s", group, error)
        finally:
            subscription.idle = True

    subscriber(batch)
    return subscription


def broker(bootstrap: str, grace: float = GRACE) -> KafkaBroker:
    """A FastStream broker that consumes only; stopping it waits so many seconds for batches in hand."""
    return KafkaBroker(
        bootstrap, consumer_only=True, allow_auto_create_topics=False, apply_types=False, logger=None,
        graceful_timeout=grace,
    )  # fmt: skip


async def stop(broker: KafkaBroker) -> None:
    """Let batches in hand end, then close every consumer; a consumer that hangs in closing does not hold up the end."""
    try:
        async with asyncio.timeout(GRACE + CLOSING):
            await broker.stop()
    except TimeoutError:
        log.warning("a consumer did not close within %g s", GRACE + CLOSING)
