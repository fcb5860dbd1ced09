"""The pages for people: each is whole without the internet, and shows what it is about."""

from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI

from shared.contracts.catalogue import EVENTS, RECORDS
from shared.http.app import create_app
from shared.http.health import Health
from shared.http.identity import Identity


@pytest.fixture
def app() -> FastAPI:
    return create_app(
        title="Pages", version="1", description="", routers=(), lifespan=None, identity=Identity("", "", ""),
        body_limit=1000, health=Health(), state={"service": SimpleNamespace(name="pages", views=(), routers=())},
    )  # fmt: skip


async def get(app: FastAPI, path: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://pages") as client:
        return (await client.get(path)).raise_for_status()


async def test_the_asyncapi_page_shows_every_event_and_record(app: FastAPI) -> None:
    page = (await get(app, "/asyncapi")).text
    assert [name for name in (*EVENTS, *RECORDS) if name not in page] == []
    assert "https://" not in page


async def test_the_asyncapi_document_is_served(app: FastAPI) -> None:
    assert (await get(app, "/asyncapi.json")).json()["asyncapi"].startswith("3.")


async def test_the_metrics_can_be_scraped(app: FastAPI) -> None:
    assert "liaison_events_appended" in (await get(app, "/metrics")).text
