"""A buyer-meeting day as it is held, over HTTP on real servers: who came, how meetings went, what came of them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from services.delegations.check_in_codes import code_of
from shared.clock import now
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.test_delegations_api import Desk, problem

pytestmark = pytest.mark.real

SECRET = "s" * 32  # the service's, see `delegations_at_work`
SOON = timedelta(seconds=4)  # until the only slot begins: the day must be planned before


@dataclass(frozen=True)
class Today:
    """A day that is held now, with meetings m1, m2... in its only slot, each of a company of its own with b1, b2..."""

    desk: Desk
    day: str
    companies: dict[str, str]
    held_on: date

    def own(self, meeting: str) -> dict[str, Any]:
        """Who calls, where the company of this meeting does."""
        return {"role": "company", "company": self.companies[meeting]}

    def path(self, meeting: str, verb: str) -> str:
        return f"/days/{self.day}/meetings/{meeting}/{verb}"

    async def tell(self, meeting: str, verb: str, **said: Any) -> dict[str, Any]:
        """Something that the organiser records of a meeting."""
        return await self.desk.done("POST", self.path(meeting, verb), json=said)

    async def refused(self, meeting: str, verb: str, **said: Any) -> tuple[int, str]:
        return problem(await self.desk.send("POST", self.path(meeting, verb), json=said))

    async def seen(self, meeting: str, version: int, **caller: Any) -> dict[str, Any]:
        return await self.desk.seen(f"/days/{self.day}/held-meetings/{meeting}", version, **caller)


@pytest.fixture(scope="module")
async def desk(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[Desk]:
    home = tmp_path_factory.mktemp("issuer")
    async with at_work(infrastructure, home, eventually) as (http, _):
        yield Desk(http, home)


@pytest.fixture(scope="module")
async def today(desk: Desk, eventually: Eventually) -> Today:
    """Shared: each test has participants and meetings of it for itself."""
    return await held_today(desk, 5, eventually)


async def held_today(desk: Desk, meetings: int, eventually: Eventually) -> Today:
    """A day with so many meetings that have just begun, where it is about noon, so that today stays today."""
    day, contact, companies = desk.id("day"), await desk.person("contact"), dict[str, str]()
    for n in range(1, meetings + 1):
        registered = await desk.done("POST", "/companies", json={"name": f"Company {n} {desk.tag}"})
        companies[f"m{n}"] = registered["id"]
    place = {"title": "Today", "post": "lima", "country": "PE", "venue": "Residence", "tables": meetings}
    starts_at = (now() + SOON).replace(microsecond=0)
    ahead = 12 - starts_at.hour
    shown = starts_at + timedelta(hours=ahead)
    zone = f"Etc/GMT{-ahead:+}" if ahead else "Etc/GMT"  # POSIX counts the hours that are missing to UTC
    times = {"time_zone": zone, "held_on": f"{shown:%Y-%m-%d}", "slots": [f"{shown:%H:%M:%S}"], "slot_minutes": 30}
    await desk.done("POST", "/days", json={"id": day, **place, **times})
    for meeting, company in companies.items():
        buyer = f"b{meeting[1:]}"
        for id, side in ((company, "company"), (buyer, "buyer")):
            joining = {"id": id, "side": side, "name": id, "contact": contact}
            await desk.done("POST", f"/days/{day}/participants", json=joining)
        asking = {"id": meeting, "company": company, "buyer": buyer, "requested_by": "buyer"}
        await desk.done("POST", f"/days/{day}/meetings", json=asking)
    await desk.publish(day)

    async def begun() -> bool:
        return now() > starts_at

    await eventually(begun)
    return Today(desk, day, companies, shown.date())


async def test_a_badge_is_good_once_on_its_day(today: Today) -> None:
    desk, path = today.desk, f"/days/{today.day}/check-ins"
    sheet = await desk.send("GET", f"/days/{today.day}/badges")
    assert (sheet.headers["content-type"], sheet.content[:5]) == ("application/pdf", b"%PDF-")
    code = {"code": code_of(today.day, "b1", SECRET)}
    admitted = await desk.done("POST", f"{path}/scan", "post", post="lima", json=code)
    assert (admitted["participant"], admitted["side"]) == ("b1", "buyer")
    again = await desk.send("POST", f"{path}/scan", json=code)
    assert problem(again) == (409, "participant-already-checked-in")
    await desk.done("POST", f"{path}/b1/undo", json={"reason": "the wrong badge"})
    await desk.done("POST", f"{path}/scan", json=code)
    forged = await desk.send("POST", f"{path}/scan", json={"code": code_of("another", "b1", SECRET)})
    assert problem(forged) == (404, "code-unknown")
    tomorrow, _ = await Desk(desk.client, desk.home).day()
    early = await desk.send("POST", f"/days/{tomorrow}/check-ins", json={"participant": "b1"})
    assert problem(early) == (409, "check-in-wrong-day")


async def test_who_came_is_listed_and_a_company_gets_its_own_badge(today: Today, eventually: Eventually) -> None:
    desk, path = today.desk, f"/days/{today.day}/check-ins"
    for _ in range(2):
        await desk.done("POST", path, json={"participant": "b2"})
    await desk.done("POST", f"{path}/b2/undo", json={"reason": "was at the door only"})
    await desk.done("POST", path, json={"participant": "b3"})

    async def listed() -> bool:
        found = (await desk.send("GET", path)).json()
        seen = {each["participant"]: (each["present"], len(each["undone"])) for each in found}
        return bool(seen.get("b2") == (False, 1) and seen.get("b3") == (True, 0))

    await eventually(listed)
    badge = f"/days/{today.day}/badges"
    assert (await desk.send("GET", badge, **today.own("m1"))).content[:5] == b"%PDF-"
    foreign = await desk.send("GET", badge, **today.own("m1"), params={"participant": "b1"})
    assert problem(foreign) == (403, "forbidden")


async def test_a_meeting_goes_its_way_and_each_side_says_what_only_it_may_read(today: Today) -> None:
    desk = today.desk
    await today.tell("m1", "start", table=2)
    await today.tell("m1", "end")
    said = {
        "side": "company",
        "met": True,
        "interest": 5,
        "next_step": "send a sample",
        "follow_up_on": str(today.held_on),
    }
    await desk.done("POST", today.path("m1", "outcome"), **today.own("m1"), json=said)
    buyers = {"side": "buyer", "met": True, "interest": 2}
    receipt = await today.tell("m1", "outcome", **buyers)
    foreign = await desk.send("POST", today.path("m1", "outcome"), **today.own("m1"), json=buyers)
    assert problem(foreign) == (403, "forbidden")
    whole = await today.seen("m1", receipt["version"])
    assert whole["table"] == 2
    assert whole["started_at"] <= whole["ended_at"]
    assert {side: (each["interest"], each["by_organiser"]) for side, each in whole["outcomes"].items()} == {
        "company": (5, False),
        "buyer": (2, True),
    }
    own = await today.seen("m1", receipt["version"], **today.own("m1"))
    assert list(own["outcomes"]) == ["company"]
    listed = (await desk.send("GET", f"/days/{today.day}/held-meetings", **today.own("m1"))).json()
    assert [(each["meeting"], list(each["outcomes"])) for each in listed] == [("m1", ["company"])]
    steps = (await desk.send("GET", f"/days/{today.day}/follow-ups", **today.own("m1"))).json()
    assert [(each["meeting"], each["side"], each["overdue"]) for each in steps] == [("m1", "company", False)]
    late = await desk.send("GET", f"/days/{today.day}/follow-ups", **today.own("m1"), params={"overdue": True})
    assert late.json() == []
    other = await desk.send("GET", f"/days/{today.day}/held-meetings/m1", **today.own("m2"))
    assert problem(other) == (403, "forbidden")
    elsewhere = await desk.send("POST", today.path("m1", "undo"), "post", post="quito", json={"reason": "no"})
    assert problem(elsewhere) == (403, "forbidden")


async def test_two_desks_that_record_the_same_beginning_record_it_once(today: Today) -> None:
    receipts = await asyncio.gather(*(today.tell("m2", "start") for _ in range(4)))
    assert {receipt["version"] for receipt in receipts} == {1}


async def test_who_did_not_come_is_recorded_and_corrected_with_a_trace(today: Today) -> None:
    await today.tell("m3", "miss", missing=["buyer"])
    assert await today.refused("m3", "start") == (409, "meeting-already-missed")
    await today.tell("m3", "undo", reason="came late")
    receipt = await today.tell("m3", "start")
    seen = await today.seen("m3", receipt["version"])
    assert (seen["missing"], seen["started_at"] is not None) == ([], True)
    assert [each["reason"] for each in seen["corrections"]] == ["came late"]


async def test_only_what_the_published_timetable_has_can_be_held(today: Today) -> None:
    assert await today.refused("m9", "start") == (404, "meeting-unknown")
    yesterday = (now() - timedelta(days=1)).isoformat()
    assert await today.refused("m4", "start", at=yesterday) == (409, "meeting-wrong-day")
    other = Desk(today.desk.client, today.desk.home)
    day, _ = await other.day()
    early = await other.send("POST", f"/days/{day}/meetings/m1/start", json={})
    assert problem(early) == (409, "timetable-not-published")
    await other.publish(day)
    for verb, said in (("miss", {"missing": ["buyer"]}), ("outcome", {"side": "buyer", "met": True})):
        early = await other.send("POST", f"/days/{day}/meetings/m1/{verb}", json=said)
        assert problem(early) == (409, "meeting-not-begun")
    await today.desk.done("POST", today.path("m5", "cancel"), json={"reason": "ill"})
    assert await today.refused("m5", "start") == (409, "meeting-already-cancelled")


async def test_what_came_of_a_meeting_is_stated_corrected_and_counted(today: Today, eventually: Eventually) -> None:
    desk, sector = today.desk, f"Drones {today.desk.tag}"
    await today.tell("m4", "start")
    late = {"side": "buyer", "met": True, "interest": 3, "next_step": "visit", "follow_up_on": str(today.held_on)}
    await today.tell("m4", "outcome", **late)
    result = {"kind": "trial", "sector": sector, "reached_on": str(today.held_on), "amount": 40, "currency": "USD"}
    path = today.path("m4", "results")
    for _ in range(2):
        await desk.done("POST", path, **today.own("m4"), json={"id": "r1", **result})
    await desk.done("POST", path, **today.own("m4"), json={"id": "r2", **result})
    foreign = await desk.send("POST", path, **today.own("m1"), json={"id": "r3", **result})
    assert problem(foreign) == (403, "forbidden")
    no_currency = await desk.send("POST", path, json={"id": "r3", **result, "currency": None})
    assert problem(no_currency) == (422, "invalid-request")
    await desk.done("POST", f"{path}/r1/correct", json={**result, "kind": "contract", "amount": 90})
    receipt = await desk.done("POST", f"{path}/r2/withdraw", **today.own("m4"), json={"reason": "nothing came of it"})
    seen = (await today.seen("m4", receipt["version"]))["results"]
    assert {id: (each["status"], each["kind"], len(each["former"])) for id, each in seen.items()} == {
        "r1": ("stated", "contract", 1),
        "r2": ("withdrawn", "trial", 1),
    }

    async def counted() -> bool:
        params = {"sector": sector.upper(), "post": "lima"}
        page = await desk.done("GET", "/meeting-result-statistics", "post", post="lima", params=params)
        found = {(each["kind"], each["currency"]): (each["results"], each["amount"]) for each in page["items"]}
        return bool(found == {("contract", "USD"): (1, 90), ("trial", "USD"): (0, 0)})

    await eventually(counted)


async def test_the_figures_of_a_day_tell_what_became_of_each_meeting(desk: Desk, eventually: Eventually) -> None:
    today = await held_today(Desk(desk.client, desk.home), 4, eventually)
    await today.desk.done("POST", f"/days/{today.day}/check-ins", json={"participant": "b1"})
    await today.tell("m1", "start")
    said = {"side": "company", "met": True, "interest": 5, "next_step": "call", "follow_up_on": str(today.held_on)}
    await today.tell("m1", "outcome", **said)
    await today.tell("m1", "follow-up", side="company")
    result = {"kind": "contract", "sector": "Drones", "reached_on": str(today.held_on), "amount": 90, "currency": "EUR"}
    await today.tell("m1", "results", id="r1", **result)
    await today.tell("m2", "outcome", side="buyer", met=True, next_step="visit")
    await today.tell("m3", "miss", missing=["company"])
    await today.tell("m4", "cancel", reason="ill")

    async def counted() -> bool:
        found = await today.desk.done("GET", f"/days/{today.day}/figures", "hq")
        assert found["meetings"]["planned"] == 4
        return bool(
            found["meetings"] == {"planned": 4, "cancelled": 1, "held": 2, "missed": 1, "unrecorded": 0}
            and found["missing"] == {"company": 1, "buyer": 0}
            and found["follow_ups"] == {"open": 1, "overdue": 0, "done": 1}
            and found["interest"]["company"] == {"answers": 1, "mean": 5}
            and [(each["kind"], each["amount"]) for each in found["results"]] == [("contract", 90)]
            and found["participants"]["buyer"] == {"expected": 4, "present": 1}
        )

    await eventually(counted)
