"""One id follows a request through answers and logs, and the log has no secret of it."""

from collections.abc import Callable

import pytest
from fastapi import APIRouter, FastAPI, Request
from structlog.contextvars import get_contextvars
from structlog.testing import capture_logs

from shared.http.correlation import correlation_id, trace_context
from shared.http.identity import public
from tests.unit.http.conftest import Client, MakeApp

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
router = APIRouter(prefix="/things", dependencies=[public])


@router.get("/links/{token}/page")
async def behind_a_link(token: str) -> str:
    return token[:1]


@router.get("/{id}")
async def show(request: Request, id: str) -> dict[str, str | None]:
    return {"trace": request.state.traceparent, "bound": get_contextvars()["correlation"]}


async def test_a_clients_id_is_bound_and_answered(make_app: MakeApp, client: Callable[[FastAPI], Client]) -> None:
    async with client(make_app(router)) as http:
        answer = await http.get("/things/a", headers={"X-Correlation-Id": "job-7", "traceparent": TRACE})
    assert answer.headers["x-correlation-id"] == "job-7"
    assert answer.json() == {"trace": TRACE, "bound": "job-7"}
    assert "correlation" not in get_contextvars()


@pytest.mark.parametrize("given", [None, "", "a" * 65, "a b", 'a"', "é", "a\n"])
def test_an_id_that_is_missing_or_unsafe_is_replaced(given: str | None) -> None:
    made = correlation_id(given)
    assert made != given
    assert correlation_id(made) == made


@pytest.mark.parametrize(
    "given",
    ["", TRACE.upper(), TRACE + "-x", "ff" + TRACE[2:], TRACE.replace("4bf92f3577b34da6a3ce929d0e0e4736", "0" * 32)],
)
def test_a_malformed_trace_context_is_dropped(given: str) -> None:
    assert trace_context(given) is None


async def test_the_access_line_names_the_route_and_leaves_out_the_query(
    make_app: MakeApp, client: Callable[[FastAPI], Client]
) -> None:
    async with client(make_app(router)) as http:
        with capture_logs() as lines:
            await http.get("/things/a?token=secret")
            await http.get("/secret")
    assert [(line["route"], line["params"], line["status"]) for line in lines] == [
        ("/things/{id}", {"id": "a"}, 200),
        (None, {}, 404),
    ]
    assert "secret" not in str(lines)


async def test_a_signed_link_does_not_get_into_the_log(make_app: MakeApp, client: Callable[[FastAPI], Client]) -> None:
    async with client(make_app(router)) as http:
        with capture_logs() as lines:
            assert (await http.get("/things/links/secret/page")).is_success
    assert [(line["route"], line["params"]) for line in lines] == [("/things/links/{token}/page", {})]
    assert "secret" not in str(lines)
