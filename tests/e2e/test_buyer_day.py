"""A whole buyer-meeting day through the running house: announced, solved, repaired, held, and what came of it."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from liaison.client import Json
from liaison.job.today import about_noon
from liaison.running import link_secret
from services.delegations.check_in_codes import code_of
from shared.clock import now
from tests.conftest import Eventually
from tests.e2e.desk import Desk
from tests.e2e.requests import participant

pytestmark = pytest.mark.real

OFFICE = "partnerships"
FILES = {
    "timetable.pdf": b"%PDF",
    "timetable.pdf?table=1": b"%PDF",
    "timetable.pdf?participant=b1": b"%PDF",
    "timetables.pdf?each=participant": b"%PDF",
    "timetable.xlsx": b"PK",
    "timetable.xlsx?table=1": b"PK",
    "timetable.xlsx?participant=b1": b"PK",
    "timetables.xlsx?each=table": b"PK",
    "timetable.ics?participant=b1": b"BEGIN:VCALENDAR",
    "timetable.csv": b"\xef\xbb\xbf",
}
# By message: of each meeting its two parties are told, of each request the one that is asked, then the one that asked.
TOLD_BEFORE = {
    "application_decided": 3,
    "meeting_requested": 5,
    "request_settled": 5,
    "meeting_invitation": 8,
}


class House:
    """A desk with one day, whose ids are told apart by the desk's tag."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.day, self.companies = desk, desk.id("day"), dict[str, str]()

    async def says(self, method: str, path: str, role: str = OFFICE, /, *, scope: Any = None, **body: Any) -> Any:
        """What must succeed, of this day."""
        sent = {"json": body} if method != "GET" else {"params": body}
        return await self.desk.done(method, "delegations", f"/days/{self.day}{path}", role, scope=scope, **sent)

    async def company(self, name: str, method: str, path: str, /, **body: Any) -> Any:
        return await self.says(method, path, "company", scope={"company": self.companies[name]}, **body)

    async def buyer(self, name: str, method: str, path: str, /, **body: Any) -> Any:
        return await self.says(method, path, "buyer", scope={"buyer": f"{self.day}/{name}"}, **body)

    async def seen(self, path: str, receipt: Any, **params: Any) -> Any:
        """What is shown once its view has come so far; a service that is busy is asked again."""
        while True:
            url, where = f"/days/{self.day}{path}", {"min_version": receipt["version"], **params}
            answer = await self.desk.send("GET", "delegations", url, OFFICE, params=where)
            if answer.status_code != 503:
                assert answer.is_success, answer.text
                return answer.json()

    async def person(self, name: str) -> str:
        record = {"name": f"Invented {name}", "mail": f"{name}@{self.desk.tag}.example", "language": "en"}
        await self.desk.done("PUT", "delegations", f"/people/{self.desk.id(name)}", json=record)
        return self.desk.id(name)


async def announced(house: House) -> str:
    """The day, its rules and rooms, and those who may take part; answers its date."""
    zone, held_on = about_noon()
    place = {"title": "Buyers", "post": "lima", "country": "PE", "venue": "Residence", "time_zone": zone}
    times: Json = {
        "held_on": str(held_on),
        "slots": ["14:00", "14:30", "15:00", "15:30"],
        "slot_minutes": 25,
        "tables": 3,
    }
    await house.desk.done("POST", "delegations", "/days", OFFICE, json={"id": house.day, **place, **times})
    soon = (now() + timedelta(minutes=30)).isoformat()
    until = dict.fromkeys(("apply_by", "request_by", "answer_by"), soon)
    await house.says("PUT", "/rules", **until, needs_acceptance=True, company_places=2)
    await house.says("PUT", "/rooms", rooms=[{"name": "Salon", "tables": [1, 2, 3]}], spare_tables=[3])
    await house.says("PUT", "/partners", partners=["business-france"])
    for name in ("alpha", "beta", "gamma"):
        entered = await house.desk.done("POST", "delegations", "/companies", json={"name": f"{name} {house.desk.tag}"})
        house.companies[name] = entered["id"]
        applying = {"company": entered["id"], "name": f"{name} {house.desk.tag}", "contact": await house.person(name)}
        await house.company(name, "POST", "/applications", **applying)
    for name in ("alpha", "beta"):
        await house.says("POST", f"/applications/{house.companies[name]}/select", absent=[])
    await house.says("POST", f"/applications/{house.companies['gamma']}/refuse", reason="no buyer seeks this")
    for name, absent in (("b1", []), ("b2", [0]), ("b3", [])):
        joining = participant(name, "buyer", await house.person(name))
        await house.says("POST", "/participants", **joining, absent=absent)
        await house.buyer(name, "POST", f"/participants/{name}/languages", languages=["es"])
    await house.buyer("b3", "POST", "/participants/b3/availability", absent=[0, 1])
    await house.company("alpha", "POST", f"/participants/{house.companies['alpha']}/languages", languages=["fr"])
    await house.says("PUT", "/interpreters", language="es", interpreters=[1, 1, 1, 1])
    return str(held_on)


async def requested(house: House) -> None:
    """Alpha asks three buyers in an order of its own, beta asks one and is asked by one; one buyer declines."""
    alpha, beta = house.companies["alpha"], house.companies["beta"]
    for meeting, buyer in (("a1", "b1"), ("a2", "b2"), ("a3", "b3")):
        asking = {"id": meeting, "company": alpha, "buyer": buyer, "requested_by": "company"}
        await house.company("alpha", "POST", "/meetings", **asking)
    await house.company("alpha", "POST", "/requests/rank", participant=alpha, meetings=["a2", "a1", "a3"])
    asked: Json = {"id": "e1", "company": beta, "buyer": "b1", "requested_by": "company", "rank": 1}
    await house.company("beta", "POST", "/meetings", **asked)
    await house.buyer("b2", "POST", "/meetings", id="e2", company=beta, buyer="b2", requested_by="buyer")
    for meeting, buyer in (("a1", "b1"), ("a2", "b2"), ("e1", "b1")):
        await house.buyer(buyer, "POST", f"/requests/{meeting}/accept", participant=buyer)
    await house.company("beta", "POST", "/requests/e2/accept", participant=beta)
    receipt = await house.buyer("b3", "POST", "/requests/a3/decline", participant="b3")
    mine = await house.seen("/requests", receipt, participant=alpha)
    assert {id: (one["rank"], one["status"]) for id, one in mine["meetings"].items()} == {
        "a1": (2, "accepted"),
        "a2": (1, "accepted"),
        "a3": (3, "declined"),
    }


async def solved(house: House, id: str) -> Any:
    """The draft that a job ends with, which is followed until it is done."""
    await house.says("POST", "/timetable/jobs", id=id, seconds=10, workers=1)
    url = house.desk.url("delegations", f"/days/{house.day}/timetable/jobs/{id}/progress")
    caller = {"Authorization": f"Bearer {house.desk.token(OFFICE)}"}
    async with house.desk.http.stream("GET", url, headers=caller) as answer:
        said = [line async for line in answer.aiter_lines()]
    last = json.loads([line for line in said if line.startswith("data:")][-1].removeprefix("data:"))
    assert (last["state"], last["gap"]) == ("done", 0.0), last
    receipt = await house.says("POST", "/timetable/solve", id=id)  # which is there, and so tells its version only
    return await house.seen(f"/timetables/{id}", receipt)


async def published(house: House) -> Any:
    """Two drafts, the second with a meeting locked elsewhere; that one is out, and its meetings are answered."""
    await house.says("PUT", "/timetable/rules", most_per_company=2)
    first = await solved(house, "t1")
    assert (first["held"], first["unserved"], first["misfits"]) == (4, 0, [])
    slot = 3 if first["meetings"]["a1"]["slot"] != 3 else 1
    await house.says("POST", "/meetings/a1/lock", slot=slot)
    second = await solved(house, "t2")
    assert second["meetings"]["a1"]["slot"] == slot
    compared = await house.says("GET", "/timetables/t1/comparison", other="t2")
    assert "a1" in compared["moved"]
    assert {compared[name]["id"] for name in ("first", "second")} == {"t1", "t2"}
    await house.says("POST", "/timetable/review", id="t2")
    return await house.says("POST", "/timetable/publish", id="t2")


async def repaired(house: House, receipt: Any) -> Any:
    """A buyer does not come, then a table is lost: only what must change does, and then nothing changes any more."""
    before = (await house.seen("", receipt))["meetings"]
    receipt = await house.says("POST", "/timetable/repairs", id="r1", reason="ill", absences=[{"participant": "b2"}])
    shown = await house.seen("/timetable/repairs/r1", receipt)
    assert [(one["meeting"], one["after"]) for one in shown["changes"]] == [
        (id, None) for id in sorted(("a2", "e2"), key=lambda one: (before[one]["slot"], before[one]["table"]))
    ]
    assert {one["participant"] for one in shown["told"]} == {house.companies["alpha"], house.companies["beta"], "b2"}
    await house.says("POST", "/timetable/repairs/r1/accept")
    lost = [{"table": before["a1"]["table"]}]
    await house.says("POST", "/timetable/repairs", id="r2", reason="a leak", lost_tables=lost)
    receipt = await house.says("POST", "/timetable/repairs/r2/accept")
    after = (await house.seen("", receipt))["meetings"]
    assert {id: after[id]["slot"] for id in ("a1", "e1")} == {id: before[id]["slot"] for id in ("a1", "e1")}
    assert after["a1"]["table"] != before["a1"]["table"]
    await house.says("POST", "/timetable/freeze", id="t2")
    late = {"id": "r3", "reason": "late", "absences": [{"participant": "b1", "absent": [0]}]}
    path = f"/days/{house.day}/timetable/repairs"
    assert await house.desk.refused("POST", "delegations", path, OFFICE, json=late) == (409, "timetable-frozen")
    return after


async def held(house: House, held_on: str) -> None:
    """Checked in, met, and what both sides say of it and state as its result."""
    code = code_of(house.day, "b1", link_secret(house.desk.home))
    assert (await house.says("POST", "/check-ins/scan", code=code))["participant"] == "b1"
    await house.says("POST", "/check-ins", participant=house.companies["alpha"])
    await house.says("POST", "/meetings/a1/start")
    await house.says("POST", "/meetings/a1/end")
    step = {"next_step": "send a sample", "follow_up_on": held_on}
    await house.company("alpha", "POST", "/meetings/a1/outcome", side="company", met=True, interest=5, **step)
    receipt = await house.buyer("b1", "POST", "/meetings/a1/outcome", side="buyer", met=True, interest=4)
    whole = await house.seen("/held-meetings/a1", receipt)
    assert {side: one["interest"] for side, one in whole["outcomes"].items()} == {"company": 5, "buyer": 4}
    await house.company("alpha", "POST", "/meetings/a1/follow-up", side="company")
    result: Json = {"kind": "contract", "sector": f"Drones {house.desk.tag}", "reached_on": held_on}
    result |= {"amount": 90_000, "currency": "EUR"}
    receipt = await house.company("alpha", "POST", "/meetings/a1/results", id="r1", **result)
    await house.seen("/held-meetings/a1", receipt)
    figures = await house.says("GET", "/figures")
    assert figures["meetings"] == {"planned": 4, "cancelled": 2, "held": 1, "missed": 0, "unrecorded": 1}
    assert figures["follow_ups"] == {"open": 0, "overdue": 0, "done": 1}
    assert [(one["kind"], one["amount"]) for one in figures["results"]] == [("contract", 90_000)]


async def told(house: House, messages: Mapping[str, int]) -> bool:
    """Whether everything is sent, to so many whom it concerns, and nothing else."""
    found = await house.desk.all("notifications", "/deliveries", "auditor", about=f"day-{house.day}")
    counted = Counter(one["message"] for one in found if one["status"] == "sent")
    return len(found) == counted.total() and counted == messages


async def test_a_day_from_its_announcement_to_a_contract(desk: Desk, eventually: Eventually) -> None:
    house = House(desk)
    held_on = await announced(house)
    await requested(house)
    receipt = await published(house)
    await eventually(lambda: told(house, TOLD_BEFORE))  # an invitation that waits would be overtaken by what comes next
    after = await repaired(house, receipt)
    await held(house, held_on)
    for path, kind in FILES.items():
        file = await desk.send("GET", "delegations", f"/days/{house.day}/{path}", OFFICE)
        assert (file.status_code, file.content[: len(kind)]) == (200, kind), path
    own = {"company": house.companies["beta"]}
    foreign = f"/days/{house.day}/timetable.pdf?participant=b1"
    assert await desk.refused("GET", "delegations", foreign, "company", scope=own) == (403, "forbidden")
    moved = 2 * sum(one["status"] == "published" and one["sequence"] > 0 for one in after.values())
    assert moved >= 2
    await eventually(lambda: told(house, {**TOLD_BEFORE, "meeting_cancelled": 4, "meeting_moved": moved}))
