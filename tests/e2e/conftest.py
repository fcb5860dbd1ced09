"""One really running house for all tests of this folder: real servers, the three services as processes of their own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from liaison.client import Addresses
from liaison.running import house
from tests.e2e.collector import Collector, collecting
from tests.e2e.desk import Desk, connection


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house")


@pytest.fixture(scope="session")
async def collector() -> AsyncIterator[Collector]:
    """Where the services of the house send their traces."""
    async with collecting() as running:
        yield running


@pytest.fixture(scope="session")
async def addresses(home: Path, collector: Collector) -> AsyncIterator[Addresses]:
    """Of the house, on free ports; nothing of it is left running afterwards."""
    async with AsyncExitStack() as held:
        with pytest.MonkeyPatch.context() as environment:  # for this house alone
            environment.setenv("LIAISON_OTLP", collector.address)
            environment.setenv("LIAISON_CANARY_MAILBOX", "canary@liaison.example")
            environment.setenv("LIAISON_CANARY_MINUTES", "1440")  # one a day, so that counts of deliveries stay
            environment.setenv("LIAISON_ALERT_SECONDS", "8")
            environment.setenv("OTEL_BSP_SCHEDULE_DELAY", "500")  # milliseconds
            running = await held.enter_async_context(house(home, lambda _: None, fixed_ports=False))
        yield running


@pytest.fixture(scope="session")
async def office(home: Path, addresses: Addresses) -> AsyncIterator[Desk]:
    """Whoever calls the services of the house."""
    async with connection() as http:
        yield Desk(http, home, addresses)


@pytest.fixture
def desk(office: Desk) -> Desk:
    """The same with a tag of its own, so that tests do not meet."""
    return Desk(office.http, office.home, office.at)
