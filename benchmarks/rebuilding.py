"""The process that the rebuild's benchmark weighs: rebuilds one view and tells how large it became."""

import asyncio
import json
import resource
import sys

from benchmarks.subject import Visited, summary
from shared.eventing.rebuild import rebuilding
from shared.launch import collect_rarely
from shared.mongo import Mongo
from shared.settings import Settings

VIEW = summary("visits")


async def run(uri: str, database: str, kafka: str) -> int:
    """The number of documents that were built."""
    mongo = Mongo(uri, database, Settings().mongo_driver)
    try:
        async with rebuilding(mongo, kafka, VIEW, topics=(Visited.topic,), lane="benchmark.visits") as rebuild:
            await rebuild.begin()
            await rebuild.build(lambda _: None)
            await rebuild.swap(lambda _: None)
            return await rebuild.building.collection.count_documents({"visits": {"$exists": True}})
    finally:
        await mongo.close()


if __name__ == "__main__":
    collect_rarely()  # as the command does
    documents = asyncio.run(run(*sys.argv[1:]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # Linux counts in kilobytes
    json.dump({"documents": documents, "peak": peak}, sys.stdout)
