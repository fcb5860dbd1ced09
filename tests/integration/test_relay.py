"""What the relay promises, on real Kafka and MongoDB."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

import shared.eventing.store as store_module
from shared.clock import now
from shared.eventing import cloudevents
from shared.eventing.lease import Leases
from shared.eventing.origin import Origin
from shared.eventing.outbox import CommitOutbox
from shared.eventing.store import COMMITS, SHARDS, Store, Task
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.counter import COUNTER, Add, Added
from tests.integration.journey import TYPES, commits, on_topic, relaying, sequences

pytestmark = pytest.mark.real
ME = Origin(actor="tester")


def add(id: str, amount: int = 1) -> Task[Any]:
    return Task(COUNTER, id, Add(id, amount))


@pytest.fixture
async def store(mongo: Mongo) -> Store:
    prepared = Store(mongo)
    await prepared.prepare()
    return prepared


async def nothing_pending(mongo: Mongo) -> bool:
    return await mongo[COMMITS].count_documents({"pending": True}) == 0


async def test_every_event_arrives_as_a_cloud_event_keyed_by_its_stream(
    infrastructure: Servers, mongo: Mongo, topic: str, store: Store
) -> None:
    origin = Origin(actor="tester", correlation="talk-1", causation="x/1", traceparent="00-ab-cd-01")
    await store.execute(add("a", 7), origin=origin)
    async with relaying(mongo, infrastructure.kafka, *commits(mongo, topic)):
        [message] = await on_topic(infrastructure.kafka, topic, 1)
    recorded = cloudevents.recorded(message.headers, message.value, TYPES)
    assert message.key == b"counter-a"
    assert recorded.event == Added(counter="a", amount=7)
    assert (recorded.id, recorded.source, recorded.correlation) == ("counter-a/1", "/test", "talk-1")
    assert (recorded.causation, recorded.traceparent) == ("x/1", "00-ab-cd-01")


async def test_events_of_a_stream_keep_their_order_while_writers_with_wrong_clocks_write(
    infrastructure: Servers, mongo: Mongo, topic: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick = count()
    monkeypatch.setattr(store_module, "now", lambda: now() + timedelta(seconds=5 if next(tick) % 2 else -5))
    async with relaying(mongo, infrastructure.kafka, *commits(mongo, topic)):
        await asyncio.gather(*(store.execute(add(id), origin=ME) for id in "abcd" for _ in range(10)))
        found = await sequences(infrastructure.kafka, topic, 40)
    assert found == {f"counter-{id}": list(range(1, 11)) for id in "abcd"}


async def test_what_was_sent_is_never_sent_again(
    infrastructure: Servers, mongo: Mongo, topic: str, store: Store, eventually: Eventually
) -> None:
    for turn in range(2):
        async with relaying(mongo, infrastructure.kafka, *commits(mongo, topic)):
            await store.execute(add("a"), origin=ME)
            await eventually(lambda: nothing_pending(mongo))
        found = await sequences(infrastructure.kafka, topic, turn + 1)
        assert found == {"counter-a": list(range(1, turn + 2))}


async def test_a_relay_that_dies_between_send_and_record_repeats_and_loses_nothing(
    infrastructure: Servers, mongo: Mongo, topic: str, store: Store, eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    async def dies(*_: Any) -> None:
        await asyncio.Event().wait()  # until the end of this relay

    await store.execute(add("a"), origin=ME)
    await store.execute(add("a"), origin=ME)
    with monkeypatch.context() as patched:
        patched.setattr(Leases, "record", dies)
        async with relaying(mongo, infrastructure.kafka, *commits(mongo, topic)):
            await sequences(infrastructure.kafka, topic, 2)
    async with relaying(mongo, infrastructure.kafka, *commits(mongo, topic)):
        await eventually(lambda: nothing_pending(mongo))
    found = await sequences(infrastructure.kafka, topic, 4)
    assert found == {"counter-a": [1, 2, 1, 2]}


async def test_a_relay_that_dies_between_record_and_mark_repeats_nothing(
    infrastructure: Servers, mongo: Mongo, topic: str, store: Store, eventually: Eventually
) -> None:
    dying = asyncio.Event()

    class Dies(CommitOutbox):
        async def mark_sent(self, tokens: Sequence[Any]) -> None:
            dying.set()
            await asyncio.Event().wait()  # until the end of this relay

    await store.execute(add("a"), origin=ME)
    async with relaying(mongo, infrastructure.kafka, *(Dies(mongo, topic, "/test", shard) for shard in range(SHARDS))):
        await dying.wait()
    async with relaying(mongo, infrastructure.kafka, *commits(mongo, topic)):
        await eventually(lambda: nothing_pending(mongo))
        await store.execute(add("a"), origin=ME)
        await eventually(lambda: nothing_pending(mongo))
    found = await sequences(infrastructure.kafka, topic, 2)
    assert found == {"counter-a": [1, 2]}
