"""What a rebuild promises: nobody notices, nothing is lost, and whoever is killed in its middle can start again."""

import asyncio
import sys
from dataclasses import replace

import pytest

from shared.eventing import building, history
from shared.eventing.building import Inapplicable
from shared.eventing.consumer import of_views
from shared.eventing.lease import LEASES
from shared.eventing.live import GATE, VIEWS
from shared.eventing.parking import PARKED, parked_id
from shared.eventing.rebuild import AlreadyRunning, drop_old
from shared.eventing.view import Document
from shared.eventing.views import Views
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.counter import TOTALS, Closed
from tests.integration.journey import consuming
from tests.integration.published import added, publish, recorded
from tests.integration.rebuilder import LEASE
from tests.integration.rebuilds import LANE, ignore, lives_in, rebuild, stored, totals, whole

pytestmark = pytest.mark.real


@pytest.fixture
def kafka(infrastructure: Servers) -> str:
    return infrastructure.kafka


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many reads and many writes also where there is little to do."""
    monkeypatch.setattr(history, "CHUNK", 10)
    monkeypatch.setattr(building, "OFTEN", 0)


async def test_a_rebuilt_view_says_what_its_events_say(mongo: Mongo, kafka: str, topic: str) -> None:
    closed = [recorded(Closed(counter="c"), 2)]
    await publish(kafka, topic, added("a", 1, 2, 3), [*added("b", 1), *added("c", 1), *closed], added("a", 3, 4))
    async with rebuild(mongo, kafka, topic) as one:
        await whole(one)
    assert await totals(Views(mongo, [TOTALS])) == {"a": 4, "b": 1}
    assert await lives_in(mongo) == "totals.2"


async def test_reads_never_see_a_half_built_view(mongo: Mongo, kafka: str, topic: str, small_steps: None) -> None:
    views, counters = Views(mongo, [TOTALS]), [f"c{number}" for number in range(60)]
    events = [one for id in counters for one in added(id, 1, 2, 3)]
    await views.apply(events)
    await publish(kafka, topic, events)
    seen: list[dict[str, int]] = []

    async def look() -> None:
        while True:
            seen.append(await totals(views))

    looking = asyncio.create_task(look())
    async with rebuild(mongo, kafka, topic) as one:
        await whole(one)
    await drop_old(mongo, TOTALS)
    seen.append(await totals(views))
    looking.cancel()
    assert len(seen) > 5
    assert all(one == dict.fromkeys(counters, 3) for one in seen)


async def test_events_that_arrive_during_the_rebuild_are_in_the_new_view(
    mongo: Mongo, kafka: str, topic: str, small_steps: None, eventually: Eventually
) -> None:
    views, counters = [Views(mongo, [TOTALS]) for _ in range(2)], [f"c{number}" for number in range(20)]
    services = [replace(of_views(topic, one), topics=(topic,)) for one in views]
    done, sent = asyncio.Event(), 0

    async def commands() -> None:
        nonlocal sent
        while not done.is_set():
            sent += 1
            await publish(kafka, topic, [one for id in counters for one in added(id, sent)])
            # No faster than a live view: a writer who is faster than every reader is never caught up with.
            await views[0].reached(TOTALS, counters[0], f"counter-{counters[0]}", sent)

    async with consuming(kafka, services[0]), consuming(kafka, services[1]):
        giving = asyncio.create_task(commands())
        for number in (2, 3):
            async with rebuild(mongo, kafka, topic) as one:
                await whole(one)
            assert await lives_in(mongo) == f"totals.{number}"
        done.set()
        await giving

        async def arrived() -> bool:
            return all([await totals(one) == dict.fromkeys(counters, sent) for one in views])

        await eventually(arrived)
    new = await mongo[await lives_in(mongo)].find({"_id": {"$ne": GATE}}).to_list(None)
    assert {one["_id"]: one["total"] for one in new} == dict.fromkeys(counters, sent)


async def test_a_running_process_sees_the_swap(mongo: Mongo, kafka: str, topic: str) -> None:
    reader, writer = Views(mongo, [TOTALS]), Views(mongo, [TOTALS])
    await publish(kafka, topic, added("a", 1, 2, 3))
    await writer.apply(added("a", 1, 2, 3))
    async with rebuild(mongo, kafka, topic) as one:
        assert await totals(reader) == {"a": 3}
        await whole(one)
    await writer.apply(added("a", 4))
    assert await reader.reached(TOTALS, "a", "counter-a", 4)
    assert await totals(reader) == {"a": 4}


async def test_killed_in_the_middle_and_started_again_it_goes_on(
    infrastructure: Servers, mongo: Mongo, topic: str, eventually: Eventually
) -> None:
    counters = [f"c{number}" for number in range(40)]
    events = [one for id in counters for one in added(id, *range(1, 26))]
    await publish(infrastructure.kafka, topic, events)
    words = [infrastructure.mongo, mongo.database.name, infrastructure.kafka, topic]
    child = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.integration.rebuilder", *words)

    async def in_the_middle() -> bool:
        return bool((await stored(mongo)).get("building", {}).get("events", 0) > 0)

    try:
        await eventually(in_the_middle)
    finally:
        child.kill()
        await child.wait()
    done = (await stored(mongo))["building"]
    async with rebuild(mongo, infrastructure.kafka, topic, LEASE) as one:
        assert await one.begin()
        assert one.building.events == done["events"] > 0
        assert one.building.collection.name == done["collection"]
        remaining = await one.build(ignore)
        await one.swap(ignore)
    assert remaining <= len(events) + 40 - sum(offset["next"] for offset in done["offsets"])
    assert await totals(Views(mongo, [TOTALS])) == dict.fromkeys(counters, 25)


async def test_what_other_code_has_half_built_is_not_gone_on_with(
    mongo: Mongo, kafka: str, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(kafka, topic, added("a", 1))
    async with rebuild(mongo, kafka, topic) as one:
        await one.begin()
        await one.build(ignore)
    await mongo[VIEWS].update_one({"_id": TOTALS.name}, {"$set": {"building.code": "of another day"}})
    async with rebuild(mongo, kafka, topic) as one:
        assert not await one.begin()
        assert (one.building.events, one.building.collection.name) == (0, "totals.3")


async def test_the_old_view_is_kept_until_told(mongo: Mongo, kafka: str, topic: str) -> None:
    await Views(mongo, [TOTALS]).apply(added("a", 1))
    await publish(kafka, topic, added("a", 1, 2))
    async with rebuild(mongo, kafka, topic) as one:
        await whole(one)
    assert await mongo["totals"].count_documents({"_id": "a", "total": 1}) == 1
    assert await drop_old(mongo, TOTALS) == ["totals"]
    assert await drop_old(mongo, TOTALS) == []
    assert await totals(Views(mongo, [TOTALS])) == {"a": 2}


async def test_of_two_rebuilds_of_a_view_the_second_is_refused(mongo: Mongo, kafka: str, topic: str) -> None:
    async with rebuild(mongo, kafka, topic, LEASE):
        with pytest.raises(AlreadyRunning):
            async with rebuild(mongo, kafka, topic, LEASE):
                pytest.fail("it was let in")
    async with rebuild(mongo, kafka, topic, LEASE):
        assert not await mongo[LEASES].count_documents({"holder": None})


async def test_an_event_that_cannot_be_applied_stops_the_rebuild_and_leaves_the_live_view_alone(
    mongo: Mongo, kafka: str, topic: str
) -> None:
    views = Views(mongo, [TOTALS])
    await views.apply(added("a", 1))
    spoilt = replace(TOTALS, evolve=picky)
    await publish(kafka, topic, [*added("a", 1), *added("a", 2), *added("b", 1)])
    with pytest.raises(Inapplicable, match="counter-a/2"):
        async with rebuild(mongo, kafka, topic, view=spoilt) as one:
            await whole(one)
    assert await totals(views) == {"a": 1}
    await mongo[PARKED].insert_one(
        {"_id": parked_id(LANE, "/test/counter-a/2"), "consumer": LANE, "status": "discarded"}
    )
    async with rebuild(mongo, kafka, topic, view=spoilt) as one:
        await whole(one)
    assert await totals(Views(mongo, [TOTALS])) == {"a": 1, "b": 1}


def picky(document: Document | None, _: object) -> Document:
    if document is not None:
        raise ValueError("only once")
    return {"total": 1}
