"""Kafka, MongoDB and the mail sink for one run of a benchmark, in a directory that is gone afterwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from aiokafka import AIOKafkaProducer

from shared.devstack.stack import Devstack
from shared.mongo import Mongo
from shared.settings import Settings


@asynccontextmanager
async def devstack() -> AsyncIterator[Devstack]:
    """The stack at work; the jars come from the project's own cache."""
    with TemporaryDirectory(prefix="liaison-benchmark-") as home:
        async with Devstack(Path(home)) as stack:
            yield stack


@asynccontextmanager
async def database(stack: Devstack, name: str = "benchmark") -> AsyncIterator[Mongo]:
    """A database through the driver that the environment asks for, as the services do it."""
    mongo = Mongo(stack.mongo, name, Settings().mongo_driver)
    try:
        yield mongo
    finally:
        await mongo.drop()
        await mongo.close()


@asynccontextmanager
async def bare_producer(kafka: str) -> AsyncIterator[AIOKafkaProducer]:
    """Kafka's idempotent producer as the library gives it, with the batch size that served it best."""
    async with AIOKafkaProducer(
        bootstrap_servers=kafka, acks="all", enable_idempotence=True, max_batch_size=262_144, linger_ms=0
    ) as producer:
        yield producer
