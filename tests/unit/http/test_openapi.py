"""The interface describes itself: roles, problems, security; and its page needs nobody but this server."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI

from shared.contracts.people import Person
from shared.http.commands import Receipt, Write
from shared.http.identity import allow
from shared.http.limits import allow_body
from shared.http.people import people_router
from shared.http.reading import Page, Read
from tests.unit.http.conftest import Client, MakeApp

router = APIRouter(prefix="/things")


@router.get("", dependencies=[allow("hq", "post")])
async def things(read: Read) -> Page:
    """All things."""
    return await read.page(None, {})  # type: ignore[arg-type]


@router.post("/import", dependencies=[allow("hq")])
@allow_body(5_000_000)
async def bring(body: list[Person], write: Write) -> Receipt:
    return write.receipt("all", len(body))


@pytest.fixture
def document(make_app: MakeApp) -> dict[str, Any]:
    return make_app(router, people_router(readers=["hq", "post"], writers=["hq"])).openapi()


def test_every_operation_says_who_may_call_it(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    listing = document["paths"]["/things"]["get"]
    assert listing["x-roles"] == ["hq", "post"]
    assert listing["description"] == "All things.\n\nFor hq, post."
    assert listing["security"] == [{"bearer": []}]
    assert document["paths"]["/health/live"]["get"]["x-roles"] == []
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def test_every_operation_says_which_problems_can_come_in_one_schema(document: dict[str, Any]) -> None:
    operations = [one for path in document["paths"].values() for one in path.values()]
    problems = [
        answer["content"]
        for operation in operations
        for status, answer in operation["responses"].items()
        if int(status) >= 400
    ]
    expected = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert len(problems) > len(operations)
    assert all(problem == expected for problem in problems)
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_a_command_can_conflict_and_a_protected_route_can_refuse(document: dict[str, Any]) -> None:
    statuses = set(document["paths"]["/things/import"]["post"]["responses"])
    assert statuses == {"200", "400", "401", "403", "409", "412", "413", "415", "422", "500", "503"}


def test_a_list_is_paged_and_one_thing_has_a_version(document: dict[str, Any]) -> None:
    assert [one["name"] for one in document["paths"]["/things"]["get"]["parameters"]] == ["after", "limit"]


def test_a_larger_body_is_announced(document: dict[str, Any]) -> None:
    assert document["paths"]["/things/import"]["post"]["x-body-limit"] == 5_000_000


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    names = set(re.findall(r"#/components/schemas/([\w-]+)", str(document)))
    assert names <= set(document["components"]["schemas"])


async def test_the_page_loads_nothing_from_elsewhere(make_app: MakeApp, client: Callable[[FastAPI], Client]) -> None:
    async with client(make_app(router)) as http:
        page = await http.get("/docs")
        sources = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        assert len(sources) == 3
        for source in sources:
            assert source.startswith("/docs/assets/")
            assert (await http.get(source)).status_code == 200
        assert (await http.get("/openapi.json")).status_code == 200
    assert "://" not in page.text
