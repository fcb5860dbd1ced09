"""One really running house for all tests of this folder: real servers, the three services as processes of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from liaison.client import Addresses
from liaison.running import house
from tests.e2e.desk import Desk, connection


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house")


@pytest.fixture(scope="session")
async def addresses(home: Path) -> AsyncIterator[Addresses]:
    """Of the house, on free ports; nothing of it is left running afterwards."""
    async with house(home, lambda _: None, fixed_ports=False) as running:
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
