"""A rebuild in a process of its own, in small steps, for the test that kills it: MONGO DATABASE KAFKA TOPIC."""

import asyncio
import sys

from shared.eventing import building, history
from shared.eventing.rebuild import rebuilding
from shared.mongo import Mongo
from tests.integration.counter import TOTALS

LEASE = 1.0  # seconds


async def rebuild(uri: str, database: str, kafka: str, topic: str) -> None:
    history.CHUNK = 10
    building.OFTEN = 0
    mongo = Mongo(uri, database)
    async with rebuilding(mongo, kafka, TOTALS, topics=[topic], lane="test", lease=LEASE) as one:
        await one.begin()
        await one.build(lambda _: None)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(rebuild(*sys.argv[1:]))
