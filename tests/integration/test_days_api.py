"""Buyer-meeting days over HTTP, on real servers: applications, requests from both sides, what each may see."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.test_delegations_api import DAY, Desk, problem

pytestmark = pytest.mark.real


class Office(Desk):
    """A desk that also speaks for a company of its own."""

    company: str = ""

    @property
    def own(self) -> dict[str, Any]:
        """Who calls, where the company itself does."""
        return {"role": "company", "company": self.company}

    async def open_day(self) -> str:
        """A day with two buyers, and a registered company that has not applied yet; answers the day's id."""
        day, contact = self.id("day"), await self.person("contact")
        self.company = (await self.done("POST", "/companies", json={"name": f"Acme {self.tag}"}))["id"]
        await self.done("POST", "/days", json={"id": day, **DAY})
        for buyer in ("b1", "b2"):
            joining = {"id": buyer, "side": "buyer", "name": buyer, "contact": contact}
            await self.done("POST", f"/days/{day}/participants", json=joining)
        return day

    async def applied(self, day: str) -> None:
        application = {"company": self.company, "name": "Acme", "contact": self.id("contact")}
        await self.done("POST", f"/days/{day}/applications", **self.own, json=application)

    async def ready_day(self) -> str:
        """The same with the company selected."""
        day = await self.open_day()
        await self.applied(day)
        await self.done("POST", f"/days/{day}/applications/{self.company}/select", json={})
        return day

    async def ask(self, day: str, meeting: str, buyer: str, **more: Any) -> dict[str, Any]:
        """The company asks to meet the buyer."""
        asking = {"id": meeting, "company": self.company, "buyer": buyer, "requested_by": "company", **more}
        return await self.done("POST", f"/days/{day}/meetings", **self.own, json=asking)


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


async def test_a_company_applies_itself_and_is_selected(office: Office) -> None:
    day = await office.open_day()
    await office.done("PUT", f"/days/{day}/rules", json={"company_places": 1})
    await office.applied(day)
    receipt = await office.done("POST", f"/days/{day}/applications/{office.company}/select", json={"absent": [0]})
    path = f"/days/{day}/applications/{office.company}"
    seen = await office.seen(path, receipt["version"], **office.own)
    assert (seen["status"], seen["by_organiser"]) == ("selected", False)
    assert problem(await office.send("GET", path, "company", company="other")) == (403, "forbidden")
    another = (await office.done("POST", "/companies", json={"name": f"More {office.tag}"}))["id"]
    joining = {"id": another, "name": "More", "side": "company", "contact": office.id("contact")}
    more = await office.send("POST", f"/days/{day}/participants", json=joining)
    assert problem(more) == (409, "day-full")


async def test_a_refused_company_is_told_and_cannot_be_asked(office: Office) -> None:
    day = await office.open_day()
    await office.applied(day)
    await office.done("POST", f"/days/{day}/applications/{office.company}/refuse", json={"reason": "no need"})
    asking = {"id": "m1", "company": office.company, "buyer": "b1", "requested_by": "buyer"}
    assert problem(await office.send("POST", f"/days/{day}/meetings", json=asking)) == (409, "company-refused")


async def test_a_company_that_is_suspended_meanwhile_is_not_selected(office: Office) -> None:
    day = await office.open_day()
    await office.applied(day)
    await office.done("POST", f"/companies/{office.company}/suspend", json={"reason": "under inquiry"})
    select = await office.send("POST", f"/days/{day}/applications/{office.company}/select", json={})
    assert problem(select) == (409, "company-not-approved")
    await office.done("POST", f"/companies/{office.company}/reinstate")
    await office.done("POST", f"/days/{day}/applications/{office.company}/select", json={})


async def test_requests_come_from_both_sides_and_show_who_acted_for_whom(office: Office) -> None:
    day = await office.ready_day()
    await office.done("PUT", f"/days/{day}/rules", json={"needs_acceptance": True})
    await office.ask(day, "m1", "b1", rank=1)
    from_buyer = {"id": "m2", "company": office.company, "buyer": "b2", "requested_by": "buyer"}
    await office.done("POST", f"/days/{day}/meetings", json=from_buyer)
    await office.done("POST", f"/days/{day}/requests/m1/accept", "post", post="lima", json={"participant": "b1"})
    own = {"participant": office.company}
    receipt = await office.done("POST", f"/days/{day}/requests/m2/decline", **office.own, json=own)
    seen = await office.seen(f"/days/{day}/requests", receipt["version"], **office.own, params=own)
    found = {
        id: (one["status"], one["by_organiser"], one["settled_by_organiser"]) for id, one in seen["meetings"].items()
    }
    assert found == {"m1": ("accepted", False, True), "m2": ("declined", True, False)}
    await office.publish(day)
    agenda = await office.done("GET", f"/days/{day}/agenda", **office.own, params=own)
    assert {each["meeting"] for each in agenda["appointments"]} <= {"m1"}


async def test_a_company_acts_for_itself_only(office: Office) -> None:
    day = await office.ready_day()
    await office.ask(day, "m1", "b1")
    for path in ("requests/m1/accept", "requests/m1/withdraw"):
        foreign = await office.send("POST", f"/days/{day}/{path}", **office.own, json={"participant": "b1"})
        assert problem(foreign) == (403, "forbidden")
    foreign = await office.send(
        "POST", f"/days/{day}/blocks", **office.own, json={"participant": "b1", "blocked": "b2"}
    )
    assert problem(foreign) == (403, "forbidden")
    elsewhere = await office.send("POST", f"/days/{day}/requests/expire", "post", post="quito")
    assert problem(elsewhere) == (403, "forbidden")


async def test_what_nobody_accepts_in_time_expires_by_itself(office: Office, eventually: Eventually) -> None:
    day = await office.ready_day()
    soon = (now() + timedelta(seconds=1)).isoformat()
    await office.ask(day, "m1", "b1", needs_acceptance=True)
    receipt = await office.done("PUT", f"/days/{day}/rules", json={"answer_by": soon})
    await office.seen(f"/days/{day}", receipt["version"])

    async def expired() -> bool:
        return bool((await office.done("GET", f"/days/{day}"))["meetings"]["m1"]["status"] == "expired")

    await eventually(expired)
    late = await office.send("POST", f"/days/{day}/requests/m1/accept", json={"participant": "b1"})
    assert problem(late) == (409, "request-already-expired")


async def test_a_request_after_the_deadline_or_across_a_block_stores_nothing(office: Office) -> None:
    day = await office.ready_day()
    block = {"participant": "b1", "blocked": office.company}
    await office.done("POST", f"/days/{day}/blocks", json=block)
    asking = {"id": "m1", "company": office.company, "buyer": "b1", "requested_by": "company"}
    blocked = await office.send("POST", f"/days/{day}/meetings", **office.own, json=asking)
    assert problem(blocked) == (409, "participant-blocked")
    await office.done("POST", f"/days/{day}/blocks/lift", json=block)
    rules = {"request_by": (now() - timedelta(seconds=1)).isoformat()}
    receipt = await office.done("PUT", f"/days/{day}/rules", json=rules)
    late = await office.send("POST", f"/days/{day}/meetings", **office.own, json=asking)
    assert problem(late) == (409, "requests-closed")
    assert (await office.seen(f"/days/{day}", receipt["version"]))["meetings"] == {}


async def test_a_ranking_is_of_all_own_requests(office: Office) -> None:
    day = await office.ready_day()
    await office.ask(day, "m1", "b1")
    await office.ask(day, "m2", "b2")
    ranking = {"participant": office.company, "meetings": ["m2", "m1"]}
    receipt = await office.done("POST", f"/days/{day}/requests/rank", **office.own, json=ranking)
    meetings = (await office.seen(f"/days/{day}", receipt["version"]))["meetings"]
    assert [meetings[id]["rank"] for id in ("m1", "m2")] == [2, 1]
    ranking["meetings"] = ["m2"]
    short = await office.send("POST", f"/days/{day}/requests/rank", **office.own, json=ranking)
    assert problem(short) == (409, "ranking-incomplete")
