"""A body that is too large is refused at the byte that is too many."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Request

from shared.http.identity import public
from shared.http.limits import allow_body
from tests.unit.http.conftest import Client, MakeApp

LIMIT, LARGE = 1_000, 5_000
router = APIRouter(prefix="/things", dependencies=[public])


@router.post("")
async def small(request: Request) -> int:
    return len(await request.body())


@router.post("/import")
@allow_body(LARGE)
async def large(request: Request) -> int:
    return len(await request.body())


async def chunked(size: int) -> AsyncIterator[bytes]:
    """A body that does not say how large it is."""
    yield b" " * size


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/things", LIMIT, 200),
        ("/things", LIMIT + 1, 413),
        ("/things/import", LARGE, 200),
        ("/things/import", LARGE + 1, 413),
    ],
)
@pytest.mark.parametrize("body", [bytes, chunked])
async def test_a_body_may_have_as_many_bytes_as_its_route_allows(
    make_app: MakeApp,
    client: Callable[[FastAPI], Client],
    path: str,
    size: int,
    status: int,
    body: Callable[[int], Any],
) -> None:
    async with client(make_app(router, body_limit=LIMIT)) as http:
        answer = await http.post(path, content=body(size))
    assert answer.status_code == status
    if status == 413:
        assert answer.json()["type"] == "urn:liaison:problem:body-too-large"
        assert answer.json()["limit"] == (LARGE if "import" in path else LIMIT)


async def test_a_body_of_20_megabytes_is_not_read_to_its_end(make_app: MakeApp) -> None:
    chunk = {"type": "http.request", "body": b" " * 100, "more_body": True}
    taken: list[dict[str, Any]] = []
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        taken.append(chunk)
        return chunk

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/things", "query_string": b"", "headers": []}
    await make_app(router, body_limit=LIMIT)(scope, receive, send)
    assert sent[0]["status"] == 413
    assert len(taken) * 100 == LIMIT + 100


@pytest.mark.parametrize("length", ["-1", "many", "9" * 5000, "²"])
async def test_a_strange_content_length_is_no_failure_of_ours(
    make_app: MakeApp, client: Callable[[FastAPI], Client], length: str
) -> None:
    async with client(make_app(router, body_limit=LIMIT)) as http:
        answer = await http.post("/things", content=b"{}", headers={b"Content-Length": length.encode("latin-1")})
    assert answer.status_code in (200, 413)
