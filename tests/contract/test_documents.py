"""The committed documents are what the code says today; `make docs` writes them anew."""

import json
from collections.abc import Iterator
from functools import reduce
from importlib import import_module
from operator import getitem
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.contracts import asyncapi
from shared.service import Service
from shared.view_documents import described

DOCS = Path(__file__).parents[2] / "docs"
AGAIN = "run `make docs` and read the difference before you commit it"
SERVICES = ("postings", "delegations", "notifications")
SHOWN = ("companies", "associations", "showcase", "fairs", "rosters", "tours", "days", "assistance_requests")


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> dict[str, Service]:
    monkeypatch.setenv("LIAISON_LINK_SECRET", "x" * 32)
    return {name: import_module(f"services.{name}.service").build() for name in SERVICES}


@pytest.fixture
def document(services: dict[str, Service]) -> dict[str, Any]:
    return asyncapi.document({name: described(one.views, one.routers) for name, one in services.items()})


def test_the_asyncapi_document_is_up_to_date(document: dict[str, Any]) -> None:
    assert json.loads((DOCS / "asyncapi.json").read_text()) == json.loads(json.dumps(document)), AGAIN


def test_every_reference_in_the_asyncapi_document_leads_somewhere(document: dict[str, Any]) -> None:
    found = list(references(document))
    assert "#/components/schemas/Placed" in found
    for reference in found:
        reduce(getitem, reference.removeprefix("#/").split("/"), document)


def references(part: Any) -> Iterator[str]:
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from references(inner)
    if isinstance(part, dict) and "$ref" in part:
        yield part["$ref"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_view_is_in_the_asyncapi_document_with_keys_events_and_fields(
    name: str, services: dict[str, Service], document: dict[str, Any]
) -> None:
    shown = document["x-views"][name]
    assert set(shown) == {view.name for view in services[name].views}
    for view in services[name].views:
        told = shown[view.name]
        assert {one["$ref"].rpartition("/")[2] for one in told["events"]} == {
            event.type_name() for event in view.handles
        }
        assert told["description"].endswith("."), view.name
        assert told["key"], view.name
        assert told["schema"]["properties"], view.name


@pytest.mark.parametrize("name", SERVICES)
async def test_a_running_service_shows_its_own_views_beside_the_events(
    name: str, services: dict[str, Service], document: dict[str, Any]
) -> None:
    transport = httpx.ASGITransport(services[name].app())
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as http:
        told = (await http.get("/asyncapi.json")).raise_for_status().json()
        page = (await http.get("/asyncapi")).raise_for_status().text
    assert told == json.loads(json.dumps(document | {"x-views": {name: document["x-views"][name]}}))
    assert [view.name for view in services[name].views if f"<summary>{view.name}</summary>" not in page] == []


def test_a_view_is_told_with_its_key_its_fields_and_the_routes_that_read_it(document: dict[str, Any]) -> None:
    views = document["x-views"]["delegations"]
    assert views["companies"]["key"] == ["{company}"]
    assert {"GET /companies", "GET /companies/{company}"} <= set(views["companies"]["routes"])
    assert views["companies"]["schema"]["properties"]["staff"] == {"type": "object"}
    assert views["agendas"]["key"][0].startswith("{day}/")
    assert [name for name in SHOWN if not views[name]["routes"]] == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_openapi_document_is_up_to_date(service: str, services: dict[str, Service]) -> None:
    document = services[service].app().openapi()
    assert json.loads((DOCS / "openapi" / f"{service}.json").read_text()) == json.loads(json.dumps(document)), AGAIN
