"""What the view runner promises, on both drivers."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from shared.clock import now
from shared.eventing.consumer import of_views
from shared.eventing.event import Recorded
from shared.eventing.origin import Origin
from shared.eventing.store import Store, Task
from shared.eventing.views import Views
from shared.mongo import Mongo
from tests.infrastructure import Servers
from tests.integration.counter import COUNTER, TOTALS, Add, Added, Close, Closed
from tests.integration.journey import commits, consuming, relaying

pytestmark = pytest.mark.real
ME = Origin(actor="tester")


def added(id: str, *sequences: int) -> list[Recorded]:
    return [recorded(Added(counter=id, amount=1), sequence) for sequence in sequences]


def recorded(event: Added | Closed, sequence: int) -> Recorded:
    return Recorded(event, f"counter-{event.counter}", sequence, now(), "/test", "talk")


async def total(views: Views, id: str) -> int | None:
    document = await views.get(TOTALS, id)
    return None if document is None else document["total"]


async def test_a_redelivered_batch_changes_nothing(mongo: Mongo) -> None:
    views = Views(mongo, [TOTALS])
    for batch in (added("a", 1, 2), added("a", 1, 2, 3), added("a", 2, 3)):
        await views.apply(batch)
    assert await total(views, "a") == 3


async def test_two_consumers_that_overlap_count_each_event_once(mongo: Mongo) -> None:
    twins = [Views(mongo, [TOTALS]) for _ in range(4)]
    batch = [one for id in "abc" for one in added(id, *range(1, 21))]
    halves: Sequence[list[Recorded]] = [batch[: len(batch) // 2], batch]
    await asyncio.gather(*(twin.apply(halves[number % 2]) for number, twin in enumerate(twins)))
    assert [await total(twins[0], id) for id in "abc"] == [20, 20, 20]


async def test_a_removed_document_is_not_brought_back_by_a_redelivery(mongo: Mongo) -> None:
    views = Views(mongo, [TOTALS])
    await views.apply([*added("a", 1), recorded(Closed(counter="a"), 2)])
    await views.apply(added("a", 1))
    assert await total(views, "a") is None
    assert await views.find(TOTALS, {}) == []


async def test_pages_follow_each_other_by_id(mongo: Mongo) -> None:
    views = Views(mongo, [TOTALS])
    await views.apply([one for id in "abcde" for one in added(id, 1)])
    first = await views.find(TOTALS, {}, limit=3)
    rest = await views.find(TOTALS, {}, after=first[-1]["id"], limit=3)
    assert [page["id"] for page in first + rest] == list("abcde")


async def test_what_a_list_leaves_out_stays_in_the_database(mongo: Mongo) -> None:
    views = Views(mongo, [TOTALS])
    await views.apply(added("a", 1))
    [whole], [short] = await views.find(TOTALS, {}), await views.find(TOTALS, {}, without=("total",))
    assert whole.keys() - short.keys() == {"total"}
    assert (short["id"], await total(views, "a")) == ("a", whole["total"])


async def test_a_command_becomes_readable(infrastructure: Servers, mongo: Mongo, topic: str) -> None:
    store, views = Store(mongo), Views(mongo, [TOTALS])
    await store.prepare()
    mine = replace(of_views(f"{topic}.views", views), topics=(topic,))
    async with relaying(mongo, infrastructure.kafka, *commits(mongo, topic)), consuming(infrastructure.kafka, mine):
        written = await store.execute(Task(COUNTER, "a", Add("a", 4)), origin=ME)
        assert await views.reached(TOTALS, "a", written.stream, written.version, seconds=20)
        assert await total(views, "a") == 4
        closed = await store.execute(Task(COUNTER, "a", Close("a")), origin=ME)
        assert await views.reached(TOTALS, "a", closed.stream, closed.version, seconds=20)
        assert await total(views, "a") is None


async def test_a_reader_that_waits_is_woken_when_its_own_process_has_brought_the_view_up_to_date(
    mongo: Mongo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.eventing.views.POLL", 3600)
    monkeypatch.setattr("shared.eventing.views.SLOWEST", 3600)
    views = Views(mongo, [TOTALS])
    await views.apply(added("a", 1))
    async with asyncio.timeout(60):
        reader = asyncio.create_task(views.reached(TOTALS, "a", "counter-a", 2, seconds=3600))
        await views.apply(added("b", 1))
        assert not reader.done()
        await views.apply(added("a", 2))
        assert await reader


async def test_a_version_that_nobody_has_written_is_not_reached(mongo: Mongo) -> None:
    assert not await Views(mongo, [TOTALS]).reached(TOTALS, "a", "counter-a", 1, seconds=0.1)
