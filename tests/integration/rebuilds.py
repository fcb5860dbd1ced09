"""A rebuild of the counters' totals in small, for tests: begun, built, swapped, and what the view says then."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.eventing.live import VIEWS
from shared.eventing.rebuild import Rebuild, rebuilding
from shared.eventing.view import Document, View
from shared.eventing.views import Views
from shared.mongo import Mongo
from tests.integration.counter import TOTALS

LANE = "test.views.totals"


@asynccontextmanager
async def rebuild(
    mongo: Mongo, kafka: str, topic: str, lease: float = 10.0, view: View = TOTALS
) -> AsyncIterator[Rebuild]:
    async with rebuilding(mongo, kafka, view, topics=[topic], lane=LANE, lease=lease) as one:
        yield one


async def whole(one: Rebuild) -> None:
    await one.begin()
    await one.build(ignore)
    await one.swap(ignore)


def ignore(_: object) -> None:
    """Nobody looks at the progress."""


async def totals(views: Views) -> dict[str, int]:
    return {one["id"]: one["total"] for one in await views.find(TOTALS, {}, limit=1000)}


async def stored(mongo: Mongo) -> Document:
    return await mongo[VIEWS].find_one({"_id": TOTALS.name}) or {}


async def lives_in(mongo: Mongo) -> str:
    return str((await stored(mongo))["live"])
