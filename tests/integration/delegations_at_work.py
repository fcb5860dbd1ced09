"""The delegations service, whole and in the test's own process, on real servers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr

from services.delegations.service import DelegationsSettings, build
from shared.devstack import identity
from shared.service import Service
from tests.conftest import Eventually
from tests.infrastructure import Servers


def settings(infrastructure: Servers, home: Path) -> DelegationsSettings:
    """`home` is where the issuer of the tests' tokens keeps its keys."""
    return DelegationsSettings(
        kafka=infrastructure.kafka,
        mongo=SecretStr(infrastructure.mongo),
        jwks=str(identity.jwks(home)),
        link_secret=SecretStr("s" * 32),
    )


@asynccontextmanager
async def at_work(
    infrastructure: Servers, home: Path, eventually: Eventually
) -> AsyncIterator[tuple[AsyncClient, Service]]:
    """A client of the running service, once that is ready, and the service itself."""
    service = build(settings(infrastructure, home))
    app = service.app()
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://delegations", timeout=60) as http,
    ):

        async def ready() -> bool:
            return (await http.get("/health/ready")).is_success

        await eventually(ready)
        yield http, service
