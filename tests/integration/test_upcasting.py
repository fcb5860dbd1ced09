"""What was stored and sent in an old version is used in today's, on both drivers."""

from dataclasses import replace

import pytest

from shared.eventing.consumer import of_views
from shared.eventing.origin import Origin
from shared.eventing.store import Store, Task
from shared.eventing.views import Views
from shared.mongo import Mongo
from tests.infrastructure import Servers
from tests.integration.counter import COUNTER, Add
from tests.integration.journey import commits, consuming, relaying
from tests.integration.recounted import RECOUNTED, TOTALS

pytestmark = pytest.mark.real
ME = Origin(actor="tester")


async def test_a_stream_begun_in_an_old_version_goes_on_in_the_new_one(mongo: Mongo) -> None:
    store = Store(mongo)
    await store.prepare()
    await store.execute(Task(COUNTER, "a", Add("a", 2)), origin=ME)
    written = await store.execute(Task(RECOUNTED, "a", Add("a", 3)), origin=ME)
    state, version = await store.load(RECOUNTED, "a")
    assert (state.total, version, written.version) == (5, 2, 2)


async def test_a_view_of_today_counts_the_messages_of_all_versions(
    infrastructure: Servers, mongo: Mongo, topic: str
) -> None:
    store, views = Store(mongo), Views(mongo, [TOTALS])
    await store.prepare()
    mine = replace(of_views(f"{topic}.views", views), topics=(topic,))
    async with relaying(mongo, infrastructure.kafka, *commits(mongo, topic)), consuming(infrastructure.kafka, mine):
        await store.execute(Task(COUNTER, "a", Add("a", 2)), origin=ME)
        written = await store.execute(Task(RECOUNTED, "a", Add("a", 3)), origin=ME)
        assert await views.reached(TOTALS, "a", written.stream, written.version, seconds=20)
        assert await views.get(TOTALS, "a") == {"id": "a", "total": 5, "unit": "piece"}
