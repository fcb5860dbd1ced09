"""Who may do what to the record of a person; what becomes of the record is in tests/integration."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from shared.http.people import people_router
from tests.unit.http.conftest import Client, MakeApp
from tests.unit.http.issuer import Signer


class Records:
    """What routes hand to the register, in memory; sends nothing and promises nothing."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Any] | None] = {}

    async def get(self, id: str) -> dict[str, Any] | None:
        return self.records.get(id)

    async def put(self, id: str, record: BaseModel) -> int:
        self.records[id] = record.model_dump(mode="json")
        return 1

    async def erase(self, id: str) -> int:
        known = id in self.records
        self.records[id] = None
        return 2 if known else 0


ANNA = {"name": "Anna Martin", "mail": "anna@post.example", "language": "en"}
Ask = Callable[..., Any]


@pytest.fixture
def ask(make_app: MakeApp, client: Callable[[FastAPI], Client], signer: Signer) -> Ask:
    people = Records()

    async def request(method: str, id: str, role: str = "hq", **more: Any) -> httpx.Response:
        app = make_app(people_router(readers=["hq", "auditor"], writers=["hq"]), people=people)
        more["headers"] = {"Authorization": f"Bearer {signer.token(role=role)}", **more.get("headers", {})}
        async with client(app) as http:
            return await http.request(method, f"/people/{id}", **more)

    return request


async def test_a_person_is_put_shown_and_erased(ask: Ask) -> None:
    put = await ask("PUT", "anna", json=ANNA)
    assert (put.json(), put.headers["etag"]) == ({"id": "anna", "version": 1}, '"1"')
    assert (await ask("GET", "anna", "auditor")).json() == {"id": "anna", **ANNA}
    assert (await ask("DELETE", "anna")).json() == {"id": "anna", "version": 2}
    assert (await ask("GET", "anna")).status_code == 404


async def test_nobody_unknown_can_be_shown_or_erased(ask: Ask) -> None:
    assert [(await ask(method, "nobody")).status_code for method in ("GET", "DELETE")] == [404, 404]


async def test_readers_do_not_write(ask: Ask) -> None:
    assert (await ask("PUT", "anna", "auditor", json=ANNA)).status_code == 403
    assert (await ask("DELETE", "anna", "auditor")).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"name": ""}, "body.name"),
        ({"mail": "anna"}, "body.mail"),
        ({"language": "de"}, "body.language"),
        ({"x": 1}, "body.x"),
    ],
)
async def test_particulars_that_mean_nothing_are_told_so(ask: Ask, wrong: dict[str, Any], where: str) -> None:
    answer = await ask("PUT", "anna", json=ANNA | wrong)
    assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, where)


async def test_a_condition_that_would_not_be_kept_is_refused(ask: Ask) -> None:
    assert (await ask("PUT", "anna", json=ANNA, headers={"If-Match": '"1"'})).status_code == 400
