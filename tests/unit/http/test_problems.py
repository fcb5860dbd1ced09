"""Every way in which a request can fail ends in a problem that says what and where."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from pymongo.errors import AutoReconnect, OperationFailure, ServerSelectionTimeoutError, WriteConcernError
from structlog.testing import capture_logs

from shared.eventing.decider import Refused
from shared.eventing.store import Conflict, KeyReused
from shared.http.app import create_app
from shared.http.health import Health
from shared.http.identity import Identity, public
from shared.http.problems import Problem
from tests.unit.http.conftest import Client, MakeApp


class Thing(BaseModel):
    name: str
    size: int


FAILURES: dict[str, Exception] = {
    "rule": Refused("posting-already-ended", "it ended on 2026-01-01"),
    "unknown": Refused("posting-unknown", "there is no posting p1"),
    "forbidden": Refused("company-forbidden", "this is another company's"),
    "race": Conflict("posting-p1", 3, 4),
    "key": KeyReused("k1"),
    "storage": ServerSelectionTimeoutError("mongodb.example:27017 is away"),
    "reconnect": AutoReconnect("connection closed"),
    "shutdown": WriteConcernError("Replication is being shut down", 91),
    "unstorable": OperationFailure("a document is too large", 10334),
    "own": Problem(418, "teapot", "short and stout", handle="left"),
    "defect": ZeroDivisionError("anna@example.org divided by zero"),
}
router = APIRouter(prefix="/things", dependencies=[public])


@router.post("")
async def make(thing: Thing) -> Thing:
    return thing


@router.get("/{failure}/fails")
async def fail(failure: str) -> None:
    raise FAILURES[failure]


Ask = Callable[..., Any]


@pytest.fixture
def ask(make_app: MakeApp, client: Callable[[FastAPI], Client]) -> Ask:
    async def request(method: str, path: str, **more: Any) -> httpx.Response:
        async with client(make_app(router)) as http:
            answer = await http.request(method, path, **more)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["status"] == answer.status_code
            assert answer.json()["correlation"] == answer.headers["x-correlation-id"]
        return answer

    return request


@pytest.mark.parametrize(
    ("failure", "status", "slug"),
    [
        ("rule", 409, "posting-already-ended"),
        ("unknown", 404, "posting-unknown"),
        ("forbidden", 403, "company-forbidden"),
        ("race", 409, "conflict"),
        ("key", 422, "idempotency-key-reused"),
        ("storage", 503, "storage-unavailable"),
        ("reconnect", 503, "storage-unavailable"),
        ("shutdown", 503, "storage-unavailable"),
        ("unstorable", 500, "internal"),
        ("own", 418, "teapot"),
    ],
)
async def test_each_failure_has_its_status_and_its_name(ask: Ask, failure: str, status: int, slug: str) -> None:
    answer = await ask("GET", f"/things/{failure}/fails")
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:liaison:problem:{slug}")


async def test_a_stale_if_match_is_the_callers_conflict(ask: Ask) -> None:
    answer = await ask("GET", "/things/race/fails", headers={"If-Match": '"3"'})
    assert answer.status_code == 412
    assert "version 4, not 3" in answer.json()["detail"]


@pytest.mark.parametrize("failure", ["storage", "race"])
async def test_what_may_pass_says_when_to_come_again(ask: Ask, failure: str) -> None:
    assert int((await ask("GET", f"/things/{failure}/fails")).headers["retry-after"]) > 0


async def test_a_problem_can_carry_more(ask: Ask) -> None:
    assert (await ask("GET", "/things/own/fails")).json()["handle"] == "left"


async def test_a_defect_tells_its_story_to_the_log_only(ask: Ask) -> None:
    with capture_logs() as lines:
        answer = await ask("GET", "/things/defect/fails")
    assert (answer.status_code, answer.json()["type"]) == (500, "urn:liaison:problem:internal")
    assert "divided" not in answer.text
    (line,) = [line for line in lines if line["event"] == "request failed"]
    assert line["exc_info"]


async def test_an_unknown_path_is_a_problem(ask: Ask) -> None:
    assert (await ask("GET", "/nothing")).json()["type"] == "urn:liaison:problem:not-found"


async def test_a_wrong_method_is_a_problem_that_names_the_right_one(ask: Ask) -> None:
    answer = await ask("DELETE", "/things")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


async def test_invalid_values_are_told_one_by_one_with_their_places(ask: Ask) -> None:
    answer = await ask("POST", "/things", json={"size": "big"})
    assert answer.status_code == 422
    assert [error["where"] for error in answer.json()["errors"]] == ["body.name", "body.size"]


BROKEN = [
    (b'{"name": "a",\n "size" 1}', 400, "line 2, column 9"),
    (b'{"name": "a", "size": NaN}', 400, "NaN"),
    (b'{"name": "a", "size": 1, "size": 2}', 400, "'size' stands twice"),
    (b'{"name": "\xff", "size": 1}', 400, "UTF-8 at byte 10"),
    ('{"name": "a", "size": 1}'.encode("utf-16"), 400, "UTF-8"),
    (b'{"name": "\\ud800", "size": 1}', 400, "surrogate"),
    (b"[" * 10_000, 400, "nested too deeply"),
    (b'{"name": "a", "size": ' + b"9" * 5000 + b"}", 400, "too many digits"),
    (b'{"name": "a", "size": 1e999}', 422, "body.size"),
    (b"", 422, "body"),
    (b"null", 422, "body"),
]


@pytest.mark.parametrize(("body", "status", "where"), BROKEN)
async def test_a_broken_body_is_told_what_and_where(ask: Ask, body: bytes, status: int, where: str) -> None:
    answer = await ask("POST", "/things", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert where in answer.json()["detail"]


async def test_a_body_that_is_not_announced_as_json_is_told_so(ask: Ask) -> None:
    answer = await ask("POST", "/things", content=b'{"name": "a", "size": 1}')
    assert (answer.status_code, answer.json()["type"]) == (415, "urn:liaison:problem:not-json")


async def test_a_name_that_has_no_utf8_can_still_be_told(ask: Ask) -> None:
    answer = await ask("POST", "/things", content=b'{"\\udfff": 1, "\\udfff": 2}', headers=JSON)
    assert answer.status_code == 400


JSON = {"Content-Type": "application/json"}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["name", "size"]), inner),
    max_leaves=5,
)
BODIES = st.binary(max_size=200) | VALUES.map(lambda value: json.dumps(value).encode())


@given(BODIES)
async def test_no_body_is_ever_a_failure_of_ours(body: bytes) -> None:
    answer = await _post(body)
    assert answer.status_code in (200, 400, 422)
    assert answer.status_code == 200 or re.fullmatch("urn:liaison:problem:[a-z0-9-]+", answer.json()["type"])


async def _post(body: bytes) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=APP), base_url="http://test") as http:
        return await http.post("/things", content=body, headers=JSON)


APP = create_app(
    title="Things",
    version="1",
    description="Things",
    routers=[router],
    lifespan=None,
    identity=Identity("", "", ""),
    body_limit=20_000,
    health=Health(),
    state={},
)
