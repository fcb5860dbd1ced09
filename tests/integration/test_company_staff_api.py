"""What the staff of a company may do, and how companies are found by words, on real servers."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx import Response

from shared.devstack import identity
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.test_companies_api import Company
from tests.integration.test_delegations_api import Desk, problem

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
async def client(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[Desk]:
    home = tmp_path_factory.mktemp("issuer")
    async with at_work(infrastructure, home, eventually) as (http, _):
        yield Desk(http, home)


@pytest.fixture
async def desk(client: Desk) -> Desk:
    """With a tag of its own, so that tests do not meet."""
    return Desk(client.client, client.home)


async def test_of_the_staff_a_manager_changes_the_companys_data_and_others_act_for_it(desk: Desk) -> None:
    company = await Company(desk, f"Acme {desk.tag}").register("partnerships")
    for id, role in (("a", "manager"), ("b", "commercial")):
        await company.own("staff", id=id, name="Invented", mail=f"{id}@acme.example", role=role)
    union = (await desk.done("POST", "/associations", json={"name": f"Union {desk.tag}", "country": "FR"}))["id"]
    await desk.done("POST", f"/associations/{union}/admit", json={"company": company.id})

    async def by(who: str, path: str, body: dict[str, Any]) -> Response:
        token = identity.issue(desk.home, subject=f"{company.id}-{who}", role="company", company=company.id)
        return await desk.client.post(path, headers={"Authorization": f"Bearer {token}"}, json=body)

    own, newcomer = f"/companies/{company.id}", {"id": "c", "name": "New", "mail": "c@acme.example", "role": "legal"}
    for path, body in (
        (f"{own}/change", {"country": "FR"}),
        (f"{own}/describe", {"size": "small"}),
        (f"{own}/staff", newcomer),
        (f"{own}/staff/{company.id}-c/dismiss", {}),
        (f"/associations/{union}/leave", {"company": company.id}),
    ):
        assert problem(await by("b", path, body)) == (403, "forbidden")
        assert (await by("a", path, body)).is_success
    asking = {"id": desk.id("r"), "company": company.id, "market": "PE", "sector": "Drones", "product": "Drone"}
    assert (await by("b", "/assistance-requests", asking | {"question": "Who buys?"})).is_success


async def test_a_company_is_found_by_the_words_of_what_it_is_called_and_can_do(
    desk: Desk, eventually: Eventually
) -> None:
    company = await Company(desk, f"Élan {desk.tag}").register("partnerships", categories=["Caméras"])
    able = {"category": "Capteurs", "what": "Détection à dix kilomètres"}
    await company.own("describe", capabilities=[able])

    async def found(text: str) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = (await desk.done("GET", "/companies", "embassy", params={"text": text}))["items"]
        return listed

    async def listed() -> bool:
        return [one["id"] for one in await found(f"ELAN detect camera {desk.tag}")] == [company.id]

    await eventually(listed)
    assert await found(f"boots {desk.tag}") == []
    assert await found("...") == []
    (shown,) = await found(desk.tag)
    assert (shown["name"], "words" in shown) == (company.name, False)
