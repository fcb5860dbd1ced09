"""The delegations service over HTTP, on real servers: lists imported, delegations matched, days solved and answered."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient, Response

from shared.clock import now
from shared.devstack import identity
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work

pytestmark = pytest.mark.real

HELD_ON = (now() + timedelta(days=30)).date().isoformat()
DAY = {
    "title": "Buyer-meeting day",
    "post": "lima",
    "country": "PE",
    "venue": "Residence",
    "held_on": HELD_ON,
    "time_zone": "America/Lima",
    "slots": ["09:00", "09:30", "10:00"],
    "slot_minutes": 30,
    "tables": 1,
}


class Desk:
    """A client of the service; its ids end in a tag of its own, so that tests do not meet."""

    def __init__(self, client: AsyncClient, home: Path) -> None:
        self.client, self.home, self.tag = client, home, uuid4().hex[:8]

    def id(self, name: str) -> str:
        return f"{name}-{self.tag}"

    async def send(self, method: str, path: str, role: str = "partnerships", **request: Any) -> Response:
        scope = {role: request.pop(role)} if role in ("post", "company", "buyer") else {}
        token = identity.issue(self.home, subject=f"{role}-desk", role=role, **scope)
        return await self.client.request(method, path, headers={"Authorization": f"Bearer {token}"}, **request)

    async def done(self, method: str, path: str, role: str = "partnerships", **request: Any) -> dict[str, Any]:
        response = await self.send(method, path, role, **request)
        assert response.is_success, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def fair(self) -> str:
        days = {"starts_on": "2027-05-04", "ends_on": "2027-05-06"}
        about = {"name": "Exposec", "edition": "2027", "country": "FR"}
        await self.done("POST", "/fairs", json={"id": self.id("exposec"), **about, **days})
        return self.id("exposec")

    async def take_in(self, fair: str, content: bytes) -> dict[str, Any]:
        return await self.done("POST", f"/fairs/{fair}/exhibitors/import", content=content)

    async def person(self, name: str) -> str:
        await self.done("PUT", f"/people/{self.id(name)}", json={"name": name, "mail": f"{name}@acme.example"})
        return self.id(name)

    async def seen(self, path: str, version: int, role: str = "partnerships", **request: Any) -> dict[str, Any]:
        """The document, once its view has this version; the service itself waits no longer than two seconds."""
        async with asyncio.timeout(30):
            while True:
                params = {"min_version": version, **request.get("params", {})}
                response = await self.send("GET", path, role, **request | {"params": params})
                if response.status_code != 503:
                    assert response.is_success, response.text
                    answer: dict[str, Any] = response.json()
                    return answer

    async def day(self) -> tuple[str, str]:
        """A day with one company, two buyers and two requested meetings; answers the day's id and the company's."""
        day, contact = self.id("day"), await self.person("contact")
        company = (await self.done("POST", "/companies", json={"name": f"Acme {self.tag}"}))["id"]
        await self.done("POST", "/days", json={"id": day, **DAY})
        participants = {company: "company", "b1": "buyer", "b2": "buyer"}
        for participant, side in participants.items():
            joining = {"id": participant, "side": side, "name": participant, "contact": contact}
            await self.done("POST", f"/days/{day}/participants", json=joining)
        for meeting, buyer in (("m1", "b1"), ("m2", "b2")):
            asking = {"id": meeting, "company": company, "buyer": buyer, "requested_by": "buyer"}
            await self.done("POST", f"/days/{day}/meetings", json=asking)
        return day, company

    async def publish(self, day: str) -> int:
        await self.done("POST", f"/days/{day}/timetable/solve", json={"id": "t1", "seconds": 10})
        await self.done("POST", f"/days/{day}/timetable/review", json={"id": "t1"})
        receipt = await self.done("POST", f"/days/{day}/timetable/publish", json={"id": "t1"})
        return int(receipt["version"])


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


def problem(response: Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"].removeprefix("urn:liaison:problem:")


def exhibitors(tag: str, count: int) -> list[dict[str, Any]]:
    """French exhibitors of drones."""
    return [{"name": f"Company {i} {tag}", "category": ["Drones"], "country": {"iso2": "FR"}} for i in range(count)]


async def test_a_list_goes_in_once_and_bad_rows_are_named_by_their_line(desk: Desk) -> None:
    fair, rows = await desk.fair(), exhibitors(desk.tag, 3)
    rows[0]["contact"] = {"mail": "sales@acme.example"}
    rows[1] = {"category": []}
    content = ('{"exhibitor": [\n' + ",\n".join(map(json.dumps, rows)) + "]}").encode()
    first, again = await desk.take_in(fair, content), await desk.take_in(fair, content)
    assert (first["added"], again["added"], again["changed"], again["unchanged"]) == (2, 0, 0, 2)
    assert [(row["line"], row["reason"]) for row in first["refused"]] == [(3, "name: Field required")]
    content = content.replace(b"sales@acme", b"office@acme")
    assert (await desk.take_in(fair, content))["changed"] == 1


async def test_two_imports_at_once_do_no_harm(desk: Desk, eventually: Eventually) -> None:
    fair, rows = await desk.fair(), exhibitors(desk.tag, 40)
    content = json.dumps({"exhibitor": rows}).encode()
    await asyncio.gather(desk.take_in(fair, content), desk.take_in(fair, content))
    assert (await desk.take_in(fair, content))["unchanged"] == 40

    async def shown() -> bool:
        page = await desk.done("GET", "/companies", params={"fair": fair, "country": "FR", "category": "Drones"})
        return len(page["items"]) == 40

    await eventually(shown)


async def test_what_is_no_fair_file_stores_nothing(desk: Desk) -> None:
    fair = await desk.fair()
    content = json.dumps({"exhibitor": exhibitors(desk.tag, 3)}, indent=1).encode()
    cut = await desk.send("POST", f"/fairs/{fair}/exhibitors/import", content=content[:-40])
    assert problem(cut) == (400, "unreadable-list")
    assert cut.json()["line"] > 1
    big = await desk.send("POST", f"/fairs/{fair}/exhibitors/import", content=b" " * 20_000_001)
    assert problem(big) == (413, "body-too-large")
    nowhere = await desk.send("POST", "/fairs/nowhere/exhibitors/import", content=content)
    assert problem(nowhere) == (404, "fair-unknown")
    assert (await desk.take_in(fair, content))["added"] == 3


async def test_a_confirmed_delegation_is_matched_with_companies_imported_just_before(desk: Desk) -> None:
    fair, delegation = await desk.fair(), desk.id("peru")
    visit = {"fair": fair, "country": "PE", "head": await desk.person("head"), "interests": ["drones "]}
    await desk.done("POST", "/delegations", json={"id": delegation, **visit})
    rows = [*exhibitors(desk.tag, 20), {"name": f"Foreign {desk.tag}", "category": ["Drones"]}]
    await desk.take_in(fair, json.dumps({"exhibitor": rows}).encode())
    await desk.done("POST", f"/delegations/{delegation}/confirm")
    shown = await desk.seen(f"/delegations/{delegation}", 3)
    assert len(shown["matches"]) == 20
    assert shown["matches"][0]["because"] == ["Drones"]
    again = await desk.send("POST", f"/delegations/{delegation}/refuse", json={"reason": "late"})
    assert problem(again) == (409, "delegation-already-decided")


async def test_a_day_is_solved_published_answered_and_one_meeting_cancelled(desk: Desk) -> None:
    day, company = await desk.day()
    await desk.publish(day)
    accept = {"participant": company, "answer": "accepted"}
    await desk.done("POST", f"/days/{day}/meetings/m1/answer", "company", company=company, json=accept)
    receipt = await desk.done("POST", f"/days/{day}/meetings/m2/cancel", "post", post="lima", json={"reason": "ill"})
    params = {"participant": company}
    agenda = await desk.seen(f"/days/{day}/agenda", receipt["version"], "company", company=company, params=params)
    assert {each["meeting"]: (each["status"], each["answer"], each["sequence"]) for each in agenda["appointments"]} == {
        "m1": ("published", "accepted", 0),
        "m2": ("cancelled", None, 1),
    }
    assert agenda["time_zone"] == "America/Lima"
    whole = await desk.done("GET", f"/days/{day}", "post", post="lima")
    assert whole["timetable"] == {"id": "t1", "status": "published", "breaks": 0, "bound": 0}


async def test_an_infeasible_day_says_why(desk: Desk) -> None:
    day, company = await desk.day()
    contact = desk.id("contact")
    for buyer in ("b3", "b4"):
        joining = {"id": buyer, "side": "buyer", "name": buyer, "contact": contact}
        await desk.done("POST", f"/days/{day}/participants", json=joining)
        asking = {"id": f"m-{buyer}", "company": company, "buyer": buyer, "requested_by": "buyer"}
        await desk.done("POST", f"/days/{day}/meetings", json=asking)
    solving = await desk.send("POST", f"/days/{day}/timetable/solve", json={"id": "t1"})
    assert problem(solving) == (409, "timetable-infeasible")
    assert company in solving.json()["detail"]


async def test_a_company_and_a_post_reach_their_own_only(desk: Desk) -> None:
    day, company = await desk.day()
    other = desk.id("other")
    for method, path, status in (
        ("GET", f"/companies/{company}", 404),
        ("GET", f"/days/{day}", 403),
        ("GET", f"/days/{day}/agenda?participant={company}", 403),
    ):
        response = await desk.send(method, path, "company", company=other)
        assert response.status_code == status, response.text
    assert (await desk.done("GET", "/companies", "company", company=other))["items"] == []
    accept = {"participant": company, "answer": "accepted"}
    answering = await desk.send("POST", f"/days/{day}/meetings/m1/answer", "company", company=other, json=accept)
    assert problem(answering) == (403, "forbidden")
    solving = await desk.send("POST", f"/days/{day}/timetable/solve", "post", post="quito", json={"id": "t1"})
    assert problem(solving) == (403, "forbidden")
    registering = await desk.send("POST", "/companies", "company", company=other, json={"name": f"Acme {desk.tag}"})
    assert problem(registering) == (403, "forbidden")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"time_zone": "Europe/Paris", "held_on": "2027-03-28", "slots": ["02:30"]}, "02:30 does not exist"),
        ({"time_zone": "Mars/Olympus"}, "no IANA time zone"),
        ({"slots": []}, "at least 1 item"),
        ({"tables": 0}, "greater than or equal to 1"),
    ],
)
async def test_an_impossible_day_is_refused_with_what_is_wrong(desk: Desk, change: dict[str, Any], what: str) -> None:
    response = await desk.send("POST", "/days", json={"id": desk.id("day"), **DAY, **change})
    assert response.status_code == 422
    assert what in response.text


async def test_ids_that_do_not_exist_are_named(desk: Desk) -> None:
    fair = await desk.fair()
    visit = {"id": desk.id("peru"), "fair": fair, "country": "PE", "interests": ["Drones"]}
    nobody = await desk.send("POST", "/delegations", json={**visit, "head": "nobody"})
    assert problem(nobody) == (404, "person-unknown")
    nowhere = await desk.send("POST", "/delegations", json={**visit, "fair": "nowhere", "head": "nobody"})
    assert problem(nowhere) == (404, "fair-unknown")
    assert problem(await desk.send("POST", "/delegations/nobody/confirm")) == (404, "delegation-unknown")
    assert problem(await desk.send("POST", "/days/never/timetable/solve", json={"id": "t"})) == (404, "day-unknown")
