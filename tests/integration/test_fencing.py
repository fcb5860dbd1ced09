"""A relay that sleeps past its lease and wakes can neither send, nor mark, nor reorder anything."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from shared.eventing.lease import LeaseLost, Leases
from shared.eventing.origin import Origin
from shared.eventing.store import COMMITS, Store, Task
from shared.mongo import Mongo, Session
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.counter import COUNTER, Add
from tests.integration.journey import commits, relaying, sequences

pytestmark = pytest.mark.real
ME = Origin(actor="tester")
LEASE = 2.0  # seconds


async def test_a_relay_paused_between_find_and_send_is_shut_out(
    infrastructure: Servers, mongo: Mongo, topic: str, eventually: Eventually
) -> None:
    store = Store(mongo)
    await store.prepare()
    await store.execute(Task(COUNTER, "a", Add("a", 1)), origin=ME)

    async def nothing_pending() -> bool:
        return await mongo[COMMITS].count_documents({"pending": True}) == 0

    sleeper = await pausing(infrastructure, mongo, topic)
    try:
        assert await line(sleeper) == "found 1"
        sleeper.send_signal(signal.SIGSTOP)
        async with relaying(mongo, infrastructure.kafka, *commits(mongo, topic)):
            await eventually(nothing_pending)
            await store.execute(Task(COUNTER, "a", Add("a", 2)), origin=ME)
            await eventually(nothing_pending)
            sleeper.send_signal(signal.SIGCONT)
            assert sleeper.stdin
            sleeper.stdin.write(b"go on\n")
            assert await line(sleeper) == "ProducerFenced"
            await store.execute(Task(COUNTER, "a", Add("a", 3)), origin=ME)
            await eventually(nothing_pending)
    finally:
        sleeper.kill()
        await sleeper.wait()
    assert await sequences(infrastructure.kafka, topic, 3) == {"counter-a": [1, 2, 3]}


async def pausing(servers: Servers, mongo: Mongo, topic: str) -> Process:
    script = "tests.integration.pausing_relay"
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", script, servers.mongo, mongo.database.name, servers.kafka, topic, str(LEASE),
        stdin=PIPE, stdout=PIPE, cwd=Path(__file__).parents[2],
    )  # fmt: skip


async def line(process: Process) -> str:
    assert process.stdout
    async with asyncio.timeout(30):
        return (await process.stdout.readline()).decode().strip()


async def test_a_lease_has_one_holder_and_its_token_rises_when_it_changes_hands(
    mongo: Mongo, eventually: Eventually
) -> None:
    one, other = Leases(mongo, "one", 1), Leases(mongo, "other", 1)
    assert await one.acquire("work") == 1
    assert await other.acquire("work") is None
    assert await one.acquire("work") == 1

    async def taken_over() -> bool:
        return await other.acquire("work") == 2

    await eventually(taken_over)
    assert await one.acquire("work") is None


async def test_a_lease_that_is_given_back_is_free_at_once(mongo: Mongo) -> None:
    one, other = Leases(mongo, "one", 60), Leases(mongo, "other", 60)
    await one.acquire("work")
    await one.release("work")
    assert await other.acquire("work") == 2


async def test_what_is_done_under_a_replaced_token_does_not_count(mongo: Mongo) -> None:
    one, other = Leases(mongo, "one", 60), Leases(mongo, "other", 60)
    old = await one.acquire("work")
    await one.release("work")
    await other.acquire("work")

    async def mark(session: Session) -> None:
        await mongo["things"].insert_one({"_id": 1}, session=session)
        await one.fence("work", old or 0, session)

    with pytest.raises(LeaseLost):
        await mongo.transaction(mark)
    assert await mongo["things"].count_documents({}) == 0


async def test_what_is_recorded_stays_with_a_lease_and_only_its_holder_records(mongo: Mongo) -> None:
    one, other = Leases(mongo, "one", 60), Leases(mongo, "other", 60)
    old = await one.acquire("work") or 0
    await one.record("work", old, ["first"])
    await one.release("work")
    await other.acquire("work")
    with pytest.raises(LeaseLost):
        await one.record("work", old, ["second"])
    assert await other.recorded("work") == ["first"]


async def test_several_relays_share_the_shards_and_the_rest_take_over_from_one_that_leaves(
    infrastructure: Servers, mongo: Mongo, topic: str, eventually: Eventually
) -> None:
    async def shares() -> list[int]:
        held = await Leases(mongo, "observer").held("relay-lane/")
        holders = [lease["holder"] for lease in held]
        return sorted(holders.count(holder) for holder in set(holders))

    async def shared_by_two() -> bool:
        return await shares() == [2, 2]

    async def held_by_one() -> bool:
        return await shares() == [4]

    async with relaying(mongo, infrastructure.kafka, *commits(mongo, topic)):
        await eventually(held_by_one)
        async with relaying(mongo, infrastructure.kafka, *commits(mongo, topic)):
            await eventually(shared_by_two)
        await eventually(held_by_one)
