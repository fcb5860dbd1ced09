"""A consumer in a process of its own, slow enough to be killed between two effects; run by the tests of consumers.

It prints `taken` with each event's sequence when its effect is written; then it waits for a line on its standard input
before it goes on.
"""

import asyncio
import sys

from shared.mongo import Mongo
from tests.integration.journey import consuming
from tests.integration.ledger import recording


async def run(uri: str, database: str, kafka: str, topic: str) -> None:
    async def stop(sequence: int) -> None:
        print("taken", sequence, flush=True)
        await asyncio.to_thread(sys.stdin.readline)

    async with consuming(kafka, recording(Mongo(uri, database), topic, stop)):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run(*sys.argv[1:]))
