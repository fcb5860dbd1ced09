"""Buyers who act for themselves on a day, on real servers: they request, answer, rank, block; for nobody else."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.test_days_api import Office
from tests.integration.test_delegations_api import problem

pytestmark = pytest.mark.real


def buyer(day: str, name: str = "b1") -> dict[str, Any]:
    """Who calls, where a buyer of this day does."""
    return {"role": "buyer", "buyer": f"{day}/{name}"}


@pytest.fixture(scope="module")
async def client(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[Office]:
    home = tmp_path_factory.mktemp("issuer")
    async with at_work(infrastructure, home, eventually) as (http, _):
        yield Office(http, home)


@pytest.fixture
async def office(client: Office) -> Office:
    """With a tag of its own, so that tests do not meet."""
    return Office(client.client, client.home)


async def test_a_buyer_asks_ranks_and_withdraws_itself_and_the_organiser_acting_for_one_shows(office: Office) -> None:
    day = await office.ready_day()
    other = (await office.done("POST", "/companies", json={"name": f"More {office.tag}"}))["id"]
    joining = {"id": other, "side": "company", "name": "More", "contact": office.id("contact")}
    receipt = await office.done("POST", f"/days/{day}/participants", json=joining)
    own, me = buyer(day), {"participant": "b1"}
    seen = await office.seen(f"/days/{day}/counterparts", receipt["version"], **own, params=me)
    assert {one["id"]: one["name"] for one in seen["counterparts"]} == {office.company: "Acme", other: "More"}
    for meeting, company in (("m1", office.company), ("m2", other)):
        asking = {"id": meeting, "company": company, "buyer": "b1", "requested_by": "buyer"}
        await office.done("POST", f"/days/{day}/meetings", **own, json=asking)
    for_another = {"id": "m3", "company": other, "buyer": "b2", "requested_by": "buyer"}
    await office.done("POST", f"/days/{day}/meetings", json=for_another)
    await office.done("POST", f"/days/{day}/requests/rank", **own, json={**me, "meetings": ["m2", "m1"]})
    receipt = await office.done("POST", f"/days/{day}/requests/m1/withdraw", **own, json=me)
    mine = (await office.seen(f"/days/{day}/requests", receipt["version"], **own, params=me))["meetings"]
    assert {id: (one["rank"], one["status"], one["by_organiser"]) for id, one in mine.items()} == {
        "m1": (2, "withdrawn", False),
        "m2": (1, "requested", False),
    }
    assert mine["m1"]["settled_by_organiser"] is False
    assert (await office.done("GET", f"/days/{day}"))["meetings"]["m3"]["by_organiser"] is True


async def test_a_buyer_answers_what_it_is_asked_and_keeps_others_away(office: Office) -> None:
    day = await office.ready_day()
    await office.done("PUT", f"/days/{day}/rules", json={"needs_acceptance": True})
    await office.ask(day, "m1", "b1")
    await office.ask(day, "m2", "b2")
    await office.done("POST", f"/days/{day}/requests/m1/accept", **buyer(day), json={"participant": "b1"})
    await office.done("POST", f"/days/{day}/requests/m2/decline", **buyer(day, "b2"), json={"participant": "b2"})
    block = {"participant": "b2", "blocked": office.company}
    receipt = await office.done("POST", f"/days/{day}/blocks", **buyer(day, "b2"), json=block)
    seen = await office.seen(f"/days/{day}", receipt["version"])
    shown = {id: (one["status"], one["settled_by_organiser"]) for id, one in seen["meetings"].items()}
    assert shown == {"m1": ("accepted", False), "m2": ("declined", False)}
    assert seen["blocks"] == [{**block, "by_organiser": False}]
    version = await office.publish(day)
    agenda = await office.seen(f"/days/{day}/agenda", version, **buyer(day), params={"participant": "b1"})
    assert [one["meeting"] for one in agenda["appointments"]] == ["m1"]
    coming = {"participant": "b1", "answer": "accepted"}
    await office.done("POST", f"/days/{day}/meetings/m1/answer", **buyer(day), json=coming)


async def test_a_buyer_reaches_neither_others_nor_another_day_nor_the_other_side(office: Office) -> None:
    day = await office.ready_day()
    await office.ask(day, "m1", "b1")
    paths = ("requests/m1/accept", "requests/m1/decline", "requests/m1/withdraw")
    strangers = (buyer(day, "b2"), buyer(office.id("elsewhere")), buyer(day, office.company))
    for stranger in strangers:
        for path in paths:
            foreign = await office.send("POST", f"/days/{day}/{path}", **stranger, json={"participant": "b1"})
            assert problem(foreign) == (403, "forbidden")
        for path in ("requests", "counterparts", "agenda"):
            reading = await office.send("GET", f"/days/{day}/{path}", **stranger, params={"participant": "b1"})
            assert problem(reading) == (403, "forbidden")
    as_company = await office.send(
        "POST", f"/days/{day}/requests/m1/withdraw", **buyer(day, office.company), json={"participant": office.company}
    )
    assert problem(as_company) == (403, "forbidden")
    other_side = {"id": "m9", "company": office.company, "buyer": "b1", "requested_by": "company"}
    wrong = await office.send("POST", f"/days/{day}/meetings", **buyer(day), json=other_side)
    assert problem(wrong) == (403, "forbidden")
    for path in (f"/days/{day}", "/days", "/companies"):
        assert problem(await office.send("GET", path, **buyer(day))) == (403, "forbidden")
