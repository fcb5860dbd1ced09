"""One document or a page of them; the same routes on real views are in tests/integration."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from shared.eventing.view import Document, View
from shared.eventing.views import Behind
from shared.http.identity import public
from shared.http.reading import Page, Read
from tests.unit.http.conftest import Client, MakeApp

THINGS = View("things", (), lambda _: (), lambda document, _: document)
router = APIRouter(prefix="/things", dependencies=[public])


@router.get("")
async def things(read: Read) -> Page:
    return await read.page(THINGS, {})


@router.get("/{id}")
async def thing(id: str, read: Read) -> Document:
    return await read.one(THINGS, id, stream=f"thing-{id}")


class Shelf:
    """Five documents in memory, each at version 3 of its stream."""

    ids = ("a", "b", "c", "d", "e")

    async def get(self, view: View, key: str) -> Document | None:
        return {"id": key} if key in self.ids else None

    async def find(
        self, view: View, filter: Mapping[str, Any], *, after: str | None, limit: int, without: Sequence[str]
    ) -> list[Document]:
        assert without == ()
        return [{"id": id} for id in self.ids if after is None or id > after][:limit]

    async def at(self, view: View, key: str, stream: str, version: int, seconds: float) -> Document | None:
        if stream != f"thing-{key}" or version > 3:
            raise Behind
        return await self.get(view, key)


Get = Callable[[str], Any]


@pytest.fixture
def get(make_app: MakeApp, client: Callable[[FastAPI], Client]) -> Get:
    async def ask(path: str) -> httpx.Response:
        async with client(make_app(router, views=Shelf())) as http:
            return await http.get(path)

    return ask


async def test_one_document_is_shown_as_it_is(get: Get) -> None:
    assert (await get("/things/a")).json() == {"id": "a"}


async def test_what_is_not_there_is_a_problem(get: Get) -> None:
    assert ((await get("/things/z")).status_code, (await get("/things/a")).status_code) == (404, 200)


async def test_a_reader_sees_its_own_write_or_is_told_to_come_again(get: Get) -> None:
    assert (await get("/things/a?min_version=3")).status_code == 200
    behind = await get("/things/a?min_version=4")
    assert (behind.status_code, behind.headers["retry-after"]) == (503, "1")


@pytest.mark.parametrize("limit", [1, 2, 4, 5, 6])
async def test_pages_are_the_list_without_a_gap_or_a_repetition(get: Get, limit: int) -> None:
    seen: list[str] = []
    path: str | None = f"/things?limit={limit}"
    while path is not None:
        page = (await get(path)).json()
        seen += [item["id"] for item in page["items"]]
        path = page["next"] and f"/things?limit={limit}&after={page['next']}"
    assert tuple(seen) == Shelf.ids


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "min_version=-1", "min_version=" + "9" * 30])
async def test_a_query_that_means_nothing_is_told_so(get: Get, query: str) -> None:
    answer = await get(f"/things?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, "query." + query.split("=")[0])


async def test_a_list_has_no_version(get: Get) -> None:
    assert (await get("/things?min_version=1")).status_code == 400
