"""What consumers promise on real Kafka: rebalances, slow effects and crashes lose nothing and repeat no effect."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from shared.eventing import bus
from shared.eventing.bus import Subscription
from shared.eventing.consumer import Consumer, of_views
from shared.eventing.views import Views
from shared.eventing.watchdog import Watchdog
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.counter import TOTALS
from tests.integration.journey import consuming
from tests.integration.ledger import effects, recording
from tests.integration.unlucky import Unlucky, added
from tests.unit.eventing.arriving import event

pytestmark = pytest.mark.real
COUNTERS = [f"c{number}" for number in range(12)]


async def put(kafka: str, topic: str, *messages: Any) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=kafka)
    await producer.start()
    try:
        for one in messages:
            await producer.send(topic, key=one.key, value=one.value, headers=one.headers)
        await producer.flush()
    finally:
        await producer.stop()


def history(first: int, last: int) -> Sequence[Any]:
    """One event of each counter for every number."""
    return [one for number in range(first, last + 1) for id in COUNTERS for one in added(id, number, first=number)]


@asynccontextmanager
async def subscribed(kafka: str, consumer: Consumer, grace: float = 8.0) -> AsyncIterator[Subscription]:
    """One consumer at work, with its subscription to look at."""
    broker = bus.broker(kafka, grace)
    handle = partial(consumer.handle, report=lambda *_: None)
    subscription = bus.subscribe(
        broker, group=consumer.name, topics=consumer.topics, handle=handle, concerned=consumer.concerned
    )
    await broker.start()
    try:
        yield subscription
    finally:
        await bus.stop(broker)


async def test_members_that_join_and_leave_lose_nothing_and_repeat_no_effect(
    infrastructure: Servers, mongo: Mongo, topic: str, eventually: Eventually
) -> None:
    views = Views(mongo, [TOTALS])
    viewing = replace(of_views(f"{topic}.views", views), topics=(topic,))
    tries: list[int] = []

    async def slowly(sequence: int) -> None:
        tries.append(sequence)
        await asyncio.to_thread(tries.count, 0)

    reacting = recording(mongo, topic, slowly)

    async def complete(last: int) -> bool:
        documents = {one["id"]: one["total"] for one in await views.find(TOTALS, {})}
        wanted = dict.fromkeys(COUNTERS, last * (last + 1) // 2)
        return documents == wanted and len(await effects(mongo)) == last * len(COUNTERS)

    kafka = infrastructure.kafka
    async with consuming(kafka, viewing, reacting):
        await put(kafka, topic, *history(1, 20))
        async with consuming(kafka, viewing, reacting), consuming(kafka, viewing, reacting):
            await put(kafka, topic, *history(21, 40))
        await put(kafka, topic, *history(41, 60))
        await eventually(lambda: complete(60))
    written = await effects(mongo)
    assert len(tries) == len(written) == 60 * len(COUNTERS)
    for id in COUNTERS:
        own = [one for one in written if one.startswith(f"counter-{id}/")]
        assert own == [f"counter-{id}/{number}" for number in range(1, 61)]


async def test_a_consumer_that_is_killed_between_two_effects_is_followed_by_one_that_does_the_rest(
    infrastructure: Servers, mongo: Mongo, topic: str, eventually: Eventually
) -> None:
    place = (infrastructure.mongo, mongo.database.name, infrastructure.kafka, topic)
    await put(infrastructure.kafka, topic, *added("a", 1, 2, 3, 4, 5))
    doomed = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.slow_consumer", *place, stdin=PIPE, stdout=PIPE
    )
    assert doomed.stdin
    assert doomed.stdout
    async with asyncio.timeout(60):
        assert await doomed.stdout.readline() == b"taken 1\n"
        doomed.stdin.write(b"\n")
        assert await doomed.stdout.readline() == b"taken 2\n"
    doomed.kill()
    await doomed.wait()
    taken: list[int] = []

    async def note(sequence: int) -> None:
        taken.append(sequence)

    async def done() -> bool:
        return len(await effects(mongo)) == 5

    async with consuming(infrastructure.kafka, recording(mongo, topic, note)):
        await eventually(done)
    assert taken == [3, 4, 5]


async def test_a_stop_lets_the_batch_in_hand_end_and_acknowledges_it(
    infrastructure: Servers, mongo: Mongo, topic: str
) -> None:
    begun, end = asyncio.Event(), asyncio.Event()

    async def wait(_: int) -> None:
        begun.set()
        await end.wait()

    await put(infrastructure.kafka, topic, *added("a", 1))
    async with subscribed(infrastructure.kafka, recording(mongo, topic, wait)) as subscription:
        async with asyncio.timeout(60):
            await begun.wait()
        group = subscription.group
        asyncio.get_running_loop().call_later(0.5, end.set)
    assert await acknowledged(infrastructure.kafka, group) == 1


async def test_a_stop_waits_so_long_and_no_longer_and_what_was_in_hand_comes_again(
    infrastructure: Servers, mongo: Mongo, topic: str, eventually: Eventually
) -> None:
    begun = asyncio.Event()

    async def for_ever(_: int) -> None:
        begun.set()
        await asyncio.Event().wait()

    await put(infrastructure.kafka, topic, *added("a", 1, 2))
    async with asyncio.timeout(60):
        async with subscribed(infrastructure.kafka, recording(mongo, topic, for_ever), grace=0.2) as subscription:
            await begun.wait()
            group = subscription.group
    assert await acknowledged(infrastructure.kafka, group) == 0

    async def both() -> bool:
        return await effects(mongo) == ["counter-a/1", "counter-a/2"]

    async with consuming(infrastructure.kafka, recording(mongo, topic)):
        await eventually(both)


async def test_a_consumer_that_hangs_is_restarted_alone(
    infrastructure: Servers, mongo: Mongo, topic: str, eventually: Eventually
) -> None:
    hung = asyncio.Event()

    async def hang(*_: Any, **__: Any) -> Any:
        hung.set()
        await asyncio.Event().wait()

    async with (
        subscribed(infrastructure.kafka, recording(mongo, topic)) as stuck,
        subscribed(infrastructure.kafka, replace(recording(mongo, topic), name=f"{topic}.idle")) as idle,
    ):
        await eventually(lambda: assigned(stuck))
        hanging, other = stuck.consumer, idle.consumer
        assert hanging is not None
        hanging.getmany = hang
        async with asyncio.timeout(60):  # the fetch that was under way would still bring what comes now
            await hung.wait()
        watching = asyncio.create_task(Watchdog(infrastructure.kafka, [stuck, idle], look=0.3).run())
        try:
            await put(infrastructure.kafka, topic, *added("a", 1))
            await eventually(lambda: taken_up(stuck, hanging))

            async def written() -> bool:
                return await effects(mongo) == ["counter-a/1"]

            await eventually(written)
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
        assert idle.consumer is other


async def test_nonsense_on_a_topic_is_parked_or_skipped_and_the_rest_goes_on(
    infrastructure: Servers, mongo: Mongo, topic: str, eventually: Eventually
) -> None:
    service = Unlucky(mongo)
    await service.prepare()
    [sound] = added("a", 1)
    about = dict(sound.headers)
    nonsense = [
        event(b"no json", 1, stream="counter-b"),
        replace(sound, headers=[(name, None) for name in about]),
        replace(sound, key=b"counter-c", headers=[*about.items(), ("ce_subject", b"\xff\xfe")]),
        replace(sound, key=b"counter-d", headers=[("ce_type", b"test.Added")]),
        replace(sound, headers=[]),
        replace(sound, key=None, value=b"", headers=[("ce_type", b"test.Added")]),
        event(b"{}", 1, type="test.Unheard", stream="counter-e"),
        event(b"{}", 1, type="test.Added.v9", stream="counter-f"),
    ]
    consumer = replace(service.consumer, name=topic, topics=(topic,))
    await put(infrastructure.kafka, topic, *nonsense, *added("a", 1, 2), *added("z", 3))

    async def settled() -> bool:
        return (await service.amounts("a"), await service.amounts("z")) == ([1, 2], [3])

    async with consuming(infrastructure.kafka, consumer):
        await eventually(settled)
    kinds = {one["stream"]: one["error"]["type"] for one in await service.parked(consumer="test.views.listed")}
    assert {stream: kind for stream, kind in kinds.items() if stream.startswith("counter-")} == {
        "counter-b": "Malformed",
        "counter-c": "Malformed",
        "counter-d": "Malformed",
        "counter-f": "NewerVersion",
    }
    assert len(kinds) == 5


async def test_what_no_lane_handles_is_passed_over_and_acknowledged_all_the_same(
    infrastructure: Servers, mongo: Mongo, topic: str, eventually: Eventually
) -> None:
    unheard = [event(b"{}", number, type="test.Unheard", stream="counter-e") for number in (1, 2, 3)]
    handled: list[object] = []

    async def handle(batch: object) -> None:
        handled.append(batch)

    async def all_acknowledged() -> bool:
        return await acknowledged(infrastructure.kafka, topic) == len(unheard)

    await put(infrastructure.kafka, topic, *unheard)
    broker = bus.broker(infrastructure.kafka)
    bus.subscribe(broker, group=topic, topics=(topic,), handle=handle, concerned=Unlucky(mongo).consumer.concerned)
    await broker.start()
    try:
        await eventually(all_acknowledged)
    finally:
        await bus.stop(broker)
    assert handled == []


async def assigned(subscription: Subscription) -> bool:
    return len(subscription.assigned) > 0


async def taken_up(subscription: Subscription, before: object) -> bool:
    """Whether another consumer reads in its place."""
    return subscription.consumer not in (None, before) and len(subscription.assigned) > 0


async def acknowledged(kafka: str, group: str) -> int:
    """How many messages the group has acknowledged."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        offsets = await admin.list_consumer_group_offsets(group)
        return sum(max(one.offset, 0) for one in offsets.values())
    finally:
        await admin.close()
