"""A relay in a process of its own that stops to be paused between finding and sending; run by the test of fencing.

It prints `found` and waits for a line on its standard input; then it sends what it had found, and prints how that
ended.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiokafka.errors import KafkaError

from shared.eventing.drain import Drain
from shared.eventing.lease import Leases
from shared.eventing.outbox import Outgoing
from shared.eventing.relay import LANE
from shared.eventing.sender import Sender, connected
from shared.mongo import Mongo
from tests.integration.journey import commits


class Pausing:
    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def send(self, messages: Iterable[Outgoing]) -> int:
        batch = list(messages)
        print("found", len(batch), flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        try:
            sent = await self._sender.send(batch)
            print("sent", flush=True)
            return sent
        except KafkaError as refusal:
            print(type(refusal).__name__, flush=True)
            raise


async def run(uri: str, database: str, kafka: str, topic: str, seconds: float) -> None:
    mongo = Mongo(uri, database)

    @asynccontextmanager
    async def connect(name: str) -> AsyncIterator[Sender]:
        async with connected(kafka, f"{database}-{name}") as sender:
            yield Pausing(sender)

    # Drains without the relay around them, which would look at its leases and stop them before they can try to send.
    leases, drains = Leases(mongo, "paused", seconds), list[Drain]()
    for outbox in commits(mongo, topic):
        token = await leases.acquire(LANE + outbox.name)
        assert token is not None
        drains.append(Drain(outbox, leases, LANE + outbox.name, token, connect, lambda *_: None))
    while any(drain.at_work for drain in drains):  # noqa: ASYNC110 - until killed
        await asyncio.sleep(0.1)


if __name__ == "__main__":
    uri, database, kafka, topic, seconds = sys.argv[1:]
    asyncio.run(run(uri, database, kafka, topic, float(seconds)))
