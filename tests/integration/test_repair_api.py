"""A published timetable repaired over HTTP, on real servers: proposed, shown, accepted or discarded, agendas follow."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
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


async def published(desk: Desk) -> tuple[str, str, dict[str, Any]]:
    """A day whose two meetings are out, its company, and its meetings as shown."""
    day, company = await desk.day()
    shown = await desk.seen(f"/days/{day}", await desk.publish(day))
    return day, company, shown["meetings"]


async def test_a_buyer_comes_late_and_only_its_meeting_moves(desk: Desk) -> None:
    day, company, before = await published(desk)
    path = f"/days/{day}/timetable/repairs"
    taken = before["m1"]["slot"]
    late = {"id": "late", "reason": "traffic", "absences": [{"participant": "b1", "absent": [taken]}]}
    receipt = await desk.done("POST", path, "post", post="lima", json=late)
    shown = await desk.seen(f"{path}/late", receipt["version"])
    [change] = shown["changes"]
    assert (shown["status"], change["meeting"], change["before"]["slot"]) == ("proposed", "m1", taken)
    assert [one["participant"] for one in shown["told"]] == sorted([company, "b1"])
    assert (await desk.seen(f"/days/{day}", receipt["version"]))["meetings"] == before
    assert await desk.done("POST", path, json=late) == receipt

    accepted = await desk.done("POST", f"{path}/late/accept", json={})
    params = {"participant": company}
    agenda = await desk.seen(f"/days/{day}/agenda", accepted["version"], "company", company=company, params=params)
    slots = {one["meeting"]: (one["starts_at"], one["sequence"]) for one in agenda["appointments"]}
    assert slots["m2"] == (before["m2"]["starts_at"], 0)
    assert slots["m1"][0] != before["m1"]["starts_at"]
    assert slots["m1"][1] == 1
    after = (await desk.seen(f"/days/{day}", accepted["version"]))["meetings"]
    assert (after["m1"]["slot"], after["m2"]) == (change["after"]["slot"], before["m2"])
    assert (await desk.done("POST", f"{path}/late/accept", json={})) == accepted
    assert (await desk.seen(f"{path}/late", accepted["version"]))["status"] == "accepted"


async def test_who_does_not_come_makes_room_for_a_new_request(desk: Desk) -> None:
    day, company, _ = await published(desk)
    path = f"/days/{day}/timetable/repairs"
    asked = {"meeting": "m3", "company": company, "buyer": "b3", "requested_by": "buyer"}
    joining = {"id": "b3", "side": "buyer", "name": "b3", "contact": desk.id("contact")}
    late = await desk.send("POST", f"/days/{day}/participants", json=joining)
    assert problem(late) == (409, "timetable-already-published")
    body = {"id": "gone", "reason": "ill", "absences": [{"participant": "b1"}]}
    unknown = await desk.send("POST", path, json=body | {"requests": [asked]})
    assert problem(unknown) == (404, "participant-unknown")
    receipt = await desk.done("POST", path, json=body)
    [lost] = (await desk.seen(f"{path}/gone", receipt["version"]))["changes"]
    assert (lost["meeting"], lost["after"]) == ("m1", None)
    receipt = await desk.done("POST", f"{path}/gone/accept", json={})
    meetings = (await desk.seen(f"/days/{day}", receipt["version"]))["meetings"]
    assert (meetings["m1"]["status"], meetings["m1"]["reason"], meetings["m2"]["status"]) == (
        "cancelled",
        "ill",
        "published",
    )


async def test_a_proposal_is_discarded_or_overtaken_and_then_refused(desk: Desk) -> None:
    day, _, before = await published(desk)
    path = f"/days/{day}/timetable/repairs"
    lost = {"reason": "a leak", "lost_tables": [{"table": 1, "slots": [before["m1"]["slot"]]}]}
    for id in ("first", "second", "third"):
        await desk.done("POST", path, json={"id": id, **lost})
    await desk.done("POST", f"{path}/first/discard", json={})
    assert problem(await desk.send("POST", f"{path}/first/accept", json={})) == (409, "repair-already-discarded")
    both = await asyncio.gather(*(desk.send("POST", f"{path}/{id}/accept", json={}) for id in ("second", "third")))
    assert sorted(one.status_code for one in both) == [200, 409]
    assert [problem(one) for one in both if one.status_code == 409] == [(409, "repair-outdated")]
    listed = await desk.done("GET", path)
    assert {one["repair"] for one in listed["items"]} <= {"first", "second", "third"}


async def test_bad_repairs_store_nothing(desk: Desk) -> None:
    day, company, _ = await published(desk)
    path = f"/days/{day}/timetable/repairs"
    nothing = await desk.send("POST", path, json={"id": "r", "reason": "no idea"})
    assert problem(nothing) == (409, "nothing-happened")
    beyond = {"id": "r", "reason": "late", "absences": [{"participant": "b1", "absent": [7]}]}
    assert problem(await desk.send("POST", path, json=beyond)) == (409, "slot-outside-day")
    right = {"id": "r", "reason": "late", "absences": [{"participant": "b1"}]}
    assert problem(await desk.send("POST", path, "post", post="quito", json=right)) == (403, "forbidden")
    assert (await desk.send("POST", path, "company", company=company, json=right)).status_code == 403
    assert problem(await desk.send("POST", f"{path}/r/accept", json={})) == (404, "repair-unknown")
    assert problem(await desk.send("GET", f"{path}/r")) == (404, "not-found")
    assert (await desk.done("GET", path))["items"] == []
