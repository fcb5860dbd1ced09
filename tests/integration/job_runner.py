"""A runner of timetable jobs in a process of its own, to be killed; run by the tests of jobs."""

import asyncio
import sys

from services.delegations.jobs import Jobs
from services.delegations.solving import JobRunner
from shared.eventing.store import Store
from shared.mongo import Mongo


async def run(uri: str, database: str, lease: float) -> None:
    mongo = Mongo(uri, database)
    store = Store(mongo)
    await store.prepare()
    await JobRunner(Jobs(mongo, lease), store, asyncio.Event()).run(lambda: None)


if __name__ == "__main__":
    uri, database, lease = sys.argv[1:]
    asyncio.run(run(uri, database, float(lease)))
