"""python -m benchmarks.rebuild: a view of 100,000 documents from a million events, while the live one is read."""

import asyncio
import json
import statistics
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from aiokafka import AIOKafkaConsumer

from benchmarks.measuring import Claim, Size, at_most, in_turns, main, quantile, rounded
from benchmarks.rebuilding import VIEW
from benchmarks.servers import bare_producer, database, devstack
from benchmarks.subject import Visited, history, put
from shared.devstack.stack import Devstack
from shared.eventing import topics
from shared.eventing.cloudevents import recorded
from shared.eventing.event import by_type
from shared.eventing.topics import Topic
from shared.eventing.views import Views
from shared.mongo import Mongo

EVENTS, STREAMS = 1_000_000, 100_000
LIVE = 1_000  # documents of the live view that are read meanwhile
PAUSE = 0.02  # seconds between two reads
MEGABYTE = 1_000_000


class Built(NamedTuple):
    seconds: float
    peak: float  # megabytes
    reads: list[float]  # seconds


async def rebuilt(stack: Devstack, mongo: Mongo, documents: int) -> Built:
    """Rebuild in a process of its own, as `liaison rebuild` does, and read the live view until it has ended."""
    views, reads = Views(mongo, (VIEW,)), list[float]()
    began = perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.rebuilding", stack.mongo, mongo.database.name, stack.kafka,
        stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    ending = asyncio.create_task(process.communicate())
    number = 0
    while not ending.done():
        asked = perf_counter()
        if await views.get(VIEW, f"post-{number % min(LIVE, documents)}") is None:
            raise RuntimeError("a document of the live view could not be read")
        reads.append(perf_counter() - asked)
        number += 1
        await asyncio.wait([ending], timeout=PAUSE)
    out, _ = await ending
    if process.returncode:
        raise RuntimeError(f"the rebuild ended with exit code {process.returncode}")
    told: dict[str, Any] = json.loads(out)
    if told["documents"] != documents:
        raise RuntimeError(f"rebuilt were {told['documents']} documents, not {documents}")
    return Built(perf_counter() - began, told["peak"] / MEGABYTE, reads)


async def floor(kafka: str, events: int) -> float:
    """Seconds that the bare consumer and pydantic need for the same topic, keeping nothing."""
    bare = AIOKafkaConsumer(
        Visited.topic, bootstrap_servers=kafka, auto_offset_reset="earliest", isolation_level="read_committed"
    )
    seen, began = 0, perf_counter()
    await bare.start()
    while seen < events:
        for some in (await bare.getmany(timeout_ms=100, max_records=2000)).values():
            for one in some:
                Visited.model_validate_json(one.value)
            seen += len(some)
    await bare.stop()
    return perf_counter() - began


async def claims(size: Size) -> AsyncIterator[Claim]:
    """The time that a rebuild takes, the memory that it needs, and what readers notice."""
    events, documents = size.of(EVENTS), size.of(STREAMS)
    async with devstack() as stack, database(stack) as mongo:
        await topics.create(stack.kafka, [Topic(Visited.topic)])
        async with bare_producer(stack.kafka) as producer:
            await put(producer, Visited.topic, history(events, documents))
        views, types = Views(mongo, (VIEW,)), by_type(VIEW.handles)
        await views.prepare()
        first = [recorded(one.headers, one.value, types) for one in history(min(LIVE, documents), documents)]
        await views.apply_to(VIEW, first)
        found: list[Built] = []

        async def product() -> float:
            found.append(await rebuilt(stack, mongo, documents))
            return found[-1].seconds

        products, floors = await in_turns(size.turns, product, lambda: floor(stack.kafka, events))
        seconds, bare = statistics.median(products), statistics.median(floors)
        name = f"rebuild: {events:,} events of {documents:,} streams"
        yield at_most(
            name, seconds, 60, "s", by_turn=[rounded(one) for one in products], reading_alone=rounded(bare),
            times_reading=rounded(seconds / bare), **size.told,
        )  # fmt: skip
        yield at_most(f"{name}, peak memory", max(one.peak for one in found), 400, "MB", **size.told)
        reads = [1000 * one for built in found for one in built.reads]
        yield at_most(
            "rebuild: reads of the live view meanwhile that failed", 0, 0, "reads", reads=len(reads),
            p99_ms=rounded(quantile(reads, 0.99)), slowest_ms=rounded(max(reads)), **size.told,
        )  # fmt: skip


if __name__ == "__main__":
    main("rebuild", claims)
