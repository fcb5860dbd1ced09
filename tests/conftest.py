"""Fixtures: real Kafka and MongoDB, once per run, and a database and topics of its own for each test."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings

from shared.eventing import topics
from shared.eventing.topics import Topic
from shared.mongo import Driver, Mongo
from tests.infrastructure import Servers, servers

# How long an example takes says more of the machine than of the code. What a property test tries on CI follows from its
# code, so that a red run is red again; elsewhere it explores.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("here", UNTIMED)
settings.register_profile("ci", UNTIMED, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

DEADLINE = 120.0  # seconds; bounds what fails, and slows nothing that does not


@pytest.fixture(scope="session")
async def infrastructure(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Servers]:
    """Kafka, MongoDB and a mail sink: in containers where Docker answers, else as child processes."""
    async with servers(Path(tmp_path_factory.mktemp("servers"))) as running:
        yield running


@pytest.fixture(params=["motor", "pymongo"])
async def mongo(infrastructure: Servers, request: pytest.FixtureRequest) -> AsyncIterator[Mongo]:
    """A database of its own, through each driver."""
    driver: Driver = request.param
    database = Mongo(infrastructure.mongo, f"test-{uuid4().hex[:12]}", driver)
    yield database
    await database.drop()
    await database.close()


@pytest.fixture
async def topic(infrastructure: Servers) -> str:
    """A topic of its own."""
    name = f"test.{uuid4().hex[:12]}"
    await topics.create(infrastructure.kafka, [Topic(name, partitions=4)])
    return name


Eventually = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


@pytest.fixture(scope="session")
def eventually() -> Eventually:
    """Waits until a condition holds; raises TimeoutError after DEADLINE."""

    async def wait(condition: Callable[[], Awaitable[bool]]) -> None:
        pause = asyncio.Event()
        async with asyncio.timeout(DEADLINE):
            while not await condition():
                asyncio.get_running_loop().call_later(0.02, pause.set)
                await pause.wait()
                pause.clear()

    return wait
