"""Companies with one SIREN, on real servers: told of in lists, offered for merging, not approved side by side."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from shared.devstack import identity
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.test_companies_api import Company, siren_of
from tests.integration.test_delegations_api import Desk

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


async def groups(desk: Desk, **query: str) -> dict[str, dict[str, str]]:
    """The names of those who stand together, by group and company."""
    page = await desk.done("GET", "/duplicates", params={"limit": 500, **query})
    return {group["id"]: {one["id"]: one["name"] for one in group["companies"]} for group in page["items"]}


async def test_two_companies_with_one_siren_are_offered_and_the_later_one_is_not_approved(
    desk: Desk, eventually: Eventually
) -> None:
    siren, name = siren_of(desk.tag), f"Élan {desk.tag}"
    first = await Company(desk, name).register("partnerships")
    later = await Company(desk, f"Optique {desk.tag}").register()
    await first.told("describe", siren=siren)
    await later.own("describe", siren=siren)
    both = {first.id: first.name, later.id: later.name}

    async def offered() -> bool:
        return (await groups(desk, by="siren")).get(f"siren:{siren}") == both

    await eventually(offered)
    assert f"siren:{siren}" in await groups(desk)
    assert f"siren:{siren}" not in await groups(desk, by="name")
    assert await later.refused("approve") == (409, "siren-of-another")
    await first.told("merge", duplicate=later.id)

    async def alone() -> bool:
        return f"siren:{siren}" not in await groups(desk)

    await eventually(alone)


async def test_a_company_whose_siren_was_corrected_is_approved(desk: Desk) -> None:
    siren = siren_of(desk.tag)
    first = await Company(desk, f"Élan {desk.tag}").register("partnerships")
    later = await Company(desk, f"Optique {desk.tag}").register()
    await first.told("describe", siren=siren)
    await later.own("describe", siren=siren)
    assert await later.refused("approve") == (409, "siren-of-another")
    await later.own("describe", siren=siren_of(f"{int(desk.tag, 16) ^ 1:08x}"))
    receipt = await later.told("approve")
    assert (await later.shown(receipt["version"]))["standing"] == "approved"
    assert await later.told("approve") == receipt


async def test_a_list_tells_of_rows_whose_siren_another_row_or_company_has(desk: Desk) -> None:
    siren, known = siren_of(desk.tag), await Company(desk, f"Élan {desk.tag}").register("partnerships")
    await known.told("describe", siren=siren)
    content = f"nom;siren\nOne {desk.tag};{siren}\nTwo {desk.tag};{siren}\nThree {desk.tag};\n".encode()
    token = identity.issue(desk.home, subject="desk", role="partnerships")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "text/csv"}
    response = await desk.client.post("/companies/preview", headers=headers, content=content)
    report: dict[str, Any] = response.json()
    assert (report["added"], report["refused"]) == (3, [])
    of_another = f"profile.siren: is that of company {known.id} too"
    assert [(one["line"], one["reason"]) for one in report["warnings"]] == [
        (2, of_another),
        (3, "profile.siren: is that of line 2 too"),
        (3, of_another),
    ]
