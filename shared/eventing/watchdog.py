"""The watchdog: finds a consumer that has partitions and messages to read and does not read them, and restarts it."""

import asyncio
import logging
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from shared.eventing.bus import Subscription
from shared.eventing.metrics import LAG

LOOK = 15.0  # seconds between two looks
LOOKS = 3  # in a row, before a consumer counts as stuck
ANSWER = 10.0  # seconds that Kafka may take to answer
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Look:
    """Whether a consumer had no batch in hand, how far it was in each of its partitions, and how far it could be.

    A position is None where the consumer does not know it.
    """

    idle: bool
    positions: Mapping[TopicPartition, int | None]
    ends: Mapping[TopicPartition, int]


def stuck(looks: Sequence[Look]) -> Collection[TopicPartition]:
    """The partitions that in all these looks were assigned, had messages to read, and stood still.

    A consumer that was busy with a batch at any of them is slow, not stuck: its positions move when it is done.
    """
    if not all(look.idle for look in looks):
        return []
    return [
        partition
        for partition, position in looks[-1].positions.items()
        if all(partition in look.positions and look.positions[partition] == position for look in looks)
        and all((position or 0) < look.ends.get(partition, 0) for look in looks)
    ]


class Watchdog:
    """Watches these subscriptions until cancelled; the rest of the process is not touched when one is restarted."""

    def __init__(self, bootstrap: str, subscriptions: Sequence[Subscription], look: float = LOOK) -> None:
        self._bootstrap, self._look = bootstrap, look
        self._seen = {one: deque[Look](maxlen=LOOKS) for one in subscriptions}

    async def run(self) -> None:
        """Look again and again. A connection of its own tells what there is to read, since the consumer's may hang."""
        while True:
            probe = AIOKafkaConsumer(bootstrap_servers=self._bootstrap, isolation_level="read_committed")
            try:
                await probe.start()
                while True:
                    await asyncio.sleep(self._look)
                    for subscription, looks in self._seen.items():
                        await self._watch(probe, subscription, looks)
            except (KafkaError, OSError, TimeoutError) as error:
                log.debug("cannot tell what there is to read", exc_info=error)
                for looks in self._seen.values():
                    looks.clear()
                await asyncio.sleep(self._look)
            finally:
                await probe.stop()

    async def _watch(self, probe: AIOKafkaConsumer, subscription: Subscription, looks: deque[Look]) -> None:
        assigned = sorted(subscription.assigned)
        found = await asyncio.gather(*(_position(subscription.consumer, one) for one in assigned))
        positions = dict(zip(assigned, found, strict=True))
        async with asyncio.timeout(ANSWER):
            ends = await probe.end_offsets(list(positions)) if positions else {}
        for one, end in ends.items():
            LAG.labels(subscription.group, one.topic, one.partition).set(max(0, end - (positions[one] or 0)))
        looks.append(Look(subscription.idle, positions, ends))
        if len(looks) == LOOKS and (still := stuck(tuple(looks))):
            log.error("%s does not read partitions %s: restarting it", subscription.group, sorted(still))
            looks.clear()
            await subscription.restart()


async def _position(consumer: AIOKafkaConsumer | None, partition: TopicPartition) -> int | None:
    with suppress(KafkaError, TimeoutError):  # not assigned any more, or not known yet
        if consumer is None:
            return None
        async with asyncio.timeout(1):
            position: int = await consumer.position(partition)
        return position
    return None
