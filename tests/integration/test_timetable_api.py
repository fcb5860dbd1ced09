"""A day's timetable over HTTP, on real servers: rules, drafts kept and compared, demands, published and frozen."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.test_delegations_api import DAY, Desk, problem

pytestmark = pytest.mark.real

BUYERS = ("b1", "b2", "b3")


class Office(Desk):
    """A desk with a day of companies and buyers, of whom each company asks for a meeting with each buyer."""

    companies: tuple[str, ...] = ()

    async def open_day(self, companies: int, *buyers: str, **particulars: Any) -> str:
        """Answers the day's id; the meeting of the first company with b1 is 0-b1, and each ranks b1 first."""
        day, contact = self.id("day"), await self.person("contact")
        await self.done("POST", "/days", json={"id": day, **DAY, **particulars})
        for number in range(companies):
            new = {"name": f"Company {number} {self.tag}"}
            self.companies = (*self.companies, (await self.done("POST", "/companies", json=new))["id"])
        sides = dict.fromkeys(self.companies, "company") | dict.fromkeys(buyers, "buyer")
        for id, side in sides.items():
            joining = {"id": id, "side": side, "name": id, "contact": contact}
            await self.done("POST", f"/days/{day}/participants", json=joining)
        for number, company in enumerate(self.companies):
            for rank, buyer in enumerate(buyers, 1):
                asking = {"company": company, "buyer": buyer, "requested_by": "company", "rank": rank}
                await self.done("POST", f"/days/{day}/meetings", json={"id": f"{number}-{buyer}", **asking})
        return day

    async def draft(self, day: str, id: str) -> dict[str, Any]:
        """The draft that is solved now, whole."""
        receipt = await self.done("POST", f"/days/{day}/timetable/solve", json={"id": id, "seconds": 20})
        return await self.seen(f"/days/{day}/timetables/{id}", receipt["version"])

    async def refused(self, method: str, path: str, **body: Any) -> str:
        status, slug = problem(await self.send(method, path, json=body))
        assert status == 409
        return slug


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


async def test_an_oversubscribed_day_gets_a_draft_that_says_what_is_proven_and_why(office: Office) -> None:
    day = await office.open_day(4, *BUYERS, tables=2)
    assert await office.refused("POST", f"/days/{day}/timetable/solve", id="t0") == "timetable-infeasible"
    await office.done("PUT", f"/days/{day}/timetable/rules", json={"most_per_company": 2, "white_space": 1})
    draft = await office.draft(day, "t1")
    # Six places, each buyer in two of three slots at most: two of everybody's first, second and third choice each.
    assert (draft["held"], draft["unserved"], draft["weight"], draft["weight_bound"]) == (6, 6, 54, 54)
    assert (draft["gap"], draft["misfits"], draft["rules"]["most_per_company"]) == (0.0, [], 2)
    held = Counter(party for one in draft["meetings"].values() for party in (one["company"], one["buyer"]))
    assert max(held.values()) == 2
    assert {id: one["held"] for id, one in draft["participants"].items()} == {
        id: held[id] for id in (*office.companies, *BUYERS)
    }
    assert draft["unserved_requests"].keys() | draft["meetings"].keys() == {
        f"{number}-{buyer}" for number in range(4) for buyer in BUYERS
    }
    assert all(one["reason"] and one["says"] for one in draft["unserved_requests"].values())


async def test_the_organiser_says_what_counts_most_and_the_draft_shows_it(office: Office) -> None:
    day = await office.open_day(2, "b1", "b2", tables=1)  # three of four meetings, at one table
    path, company = f"/days/{day}", office.companies[0]
    away = {"title": "Away", "starts": "09:30", "ends": "10:00", "participants": [company]}
    await office.done("PUT", f"{path}/programme/away", json=away)
    for id, order in (("t1", ["breaks", "fairness"]), ("t2", ["table-changes"])):
        await office.done("PUT", f"{path}/timetable/rules", json={"order": order})
        draft = await office.draft(day, id)
        assert (draft["held"], draft["rules"]["order"]) == (3, order)
        assert order[0] != "breaks" or draft["breaks"] == 0
    rules = {"order": ["breaks", "breaks"]}
    assert await office.refused("PUT", f"{path}/timetable/rules", **rules) == "term-named-twice"
    unknown = await office.send("PUT", f"{path}/timetable/rules", json={"order": ["luck"]})
    assert problem(unknown) == (422, "invalid-request")


async def test_drafts_are_kept_compared_and_an_earlier_one_is_published_and_frozen(office: Office) -> None:
    day = await office.open_day(2, "b1", "b2", tables=2)
    path = f"/days/{day}/timetable"
    await office.done("PUT", f"{path}/rules", json={"most_per_company": 1})
    first = await office.draft(day, "t1")
    await office.done("PUT", f"{path}/rules", json={})
    second = await office.draft(day, "t2")
    assert (first["held"], second["held"]) == (2, 4)
    listed = await office.done("GET", f"{path}s")
    assert [(one["id"], one["status"], one["held"]) for one in listed["items"]] == [
        ("t1", "drafted", 2),
        ("t2", "drafted", 4),
    ]
    compared = await office.done("GET", f"{path}s/t1/comparison", params={"other": "t2"})
    assert len(compared["only_second"]) == 2
    b2 = compared["participants"]["b2"]  # whom nobody ranks first
    assert (b2["first"]["held"], b2["second"]["held"]) == (0, 2)
    unknown = await office.send("GET", f"{path}s/t1/comparison", params={"other": "t9"})
    assert problem(unknown) == (404, "timetable-unknown")
    for verb in ("review", "publish", "freeze"):
        receipt = await office.done("POST", f"{path}/{verb}", json={"id": "t1"})
    seen = await office.seen(f"/days/{day}", receipt["version"])
    assert (seen["timetable"]["id"], seen["timetable"]["status"]) == ("t1", "frozen")
    assert {id for id, one in seen["meetings"].items() if one["status"] == "published"} == first["meetings"].keys()
    meeting = next(iter(first["meetings"]))
    assert await office.refused("POST", f"/days/{day}/meetings/{meeting}/lock", slot=0) == "timetable-frozen"
    assert await office.refused("POST", f"{path}/solve", id="t3") == "timetable-frozen"
    await office.done("POST", f"/days/{day}/meetings/{meeting}/cancel", json={"reason": "ill"})


async def test_a_draft_keeps_locks_sessions_orders_programme_and_spare_tables(office: Office) -> None:
    day = await office.open_day(2, "b1", "b2", tables=3)
    path = f"/days/{day}"
    await office.done("PUT", f"{path}/sessions", json={"sessions": [{"name": "early", "slots": [0, 1]}]})
    await office.done("PUT", f"{path}/rooms", json={"rooms": [{"name": "Salon", "tables": [2]}], "spare_tables": [1]})
    lunch = {"title": "Lunch", "starts": "10:00", "ends": "10:30", "participants": ["b2"]}
    await office.done("PUT", f"{path}/programme/lunch", json=lunch)
    await office.done("POST", f"{path}/meetings/0-b1/lock", json={"slot": 1, "table": 2})
    await office.done("POST", f"{path}/meetings/1-b1/restrict", json={"forbidden": [0]})
    await office.done("POST", f"{path}/participants/{office.companies[0]}/restrict", json={"session": "early"})
    await office.done("POST", f"{path}/orders", json={"earlier": "1-b2", "later": "0-b1"})
    await office.done("PUT", f"{path}/timetable/rules", json={})
    places = {id: (one["slot"], one["table"]) for id, one in (await office.draft(day, "t1"))["meetings"].items()}
    # 0-b1 stands; hence 0-b2 and 1-b2 could both be in slot 0 only, where b2 meets one of them; 1-b1 has slot 2.
    assert places["0-b1"] == (1, 2)
    assert places.get("0-b2", places.get("1-b2", (None, None)))[0] == 0
    assert len({"0-b2", "1-b2"} & places.keys()) == 1
    assert places["1-b1"][0] == 2
    assert 1 not in {table for _, table in places.values()}
    await office.done("POST", f"{path}/timetable/review", json={"id": "t1"})
    receipt = await office.done("POST", f"{path}/timetable/publish", json={"id": "t1"})
    agenda = await office.seen(f"{path}/agenda", receipt["version"], params={"participant": "b2"})
    assert [(one["item"], one["title"]) for one in agenda["programme"]] == [("lunch", "Lunch")]
    agenda = await office.seen(f"{path}/agenda", receipt["version"], params={"participant": "b1"})
    assert {one["meeting"]: one["room"] for one in agenda["appointments"]}["0-b1"] == "Salon"


async def test_what_contradicts_earlier_demands_is_a_clear_problem_and_stores_nothing(office: Office) -> None:
    day = await office.open_day(2, "b1", "b2", tables=1)
    path = f"/days/{day}"
    receipt = await office.done("POST", f"{path}/meetings/0-b1/lock", json={"slot": 1})
    for method, place, body, slug in (
        ("POST", "meetings/0-b2/lock", {"slot": 1}, "locks-contradict"),
        ("POST", "meetings/1-b2/lock", {"slot": 1}, "locks-contradict"),
        ("POST", "meetings/1-b2/lock", {"slot": 7}, "slot-outside-day"),
        ("POST", "meetings/1-b2/lock", {"slot": 0, "table": 2}, "table-outside-day"),
        ("PUT", "programme/panel", {"title": "P", "starts": "09:30", "ends": "10:00"}, "lock-impossible"),
        (
            "PUT",
            "programme/talks",
            {"title": "T", "starts": "08:00", "ends": "18:00"},
            "participant-without-availability",
        ),
        ("PUT", "programme/talks", {"title": "T", "starts": "08:00", "ends": "08:00"}, "programme-item-ends-too-early"),
        ("PUT", "rooms", {"spare_tables": [1]}, "day-without-tables"),
        ("POST", "orders", {"earlier": "1-b1", "later": "1-b1"}, "orders-contradict"),
        ("PUT", "interpreters", {"language": "es", "interpreters": [1]}, "interpreters-incomplete"),
        ("PUT", "timetable/rules", {"most_per_buyer": 0}, "locks-contradict"),
    ):
        assert await office.refused(method, f"{path}/{place}", **body) == slug, (place, body)
    nobody = await office.send("POST", f"{path}/participants/nobody/teams", json={"teams": 2})
    assert problem(nobody) == (404, "participant-unknown")
    again = await office.done("POST", f"{path}/meetings/0-b1/lock", json={"slot": 1})
    assert again["version"] == receipt["version"]


async def test_a_company_says_itself_how_many_teams_it_has_and_what_it_speaks(office: Office) -> None:
    day = await office.open_day(1, *BUYERS, slots=["09:00", "09:30"], tables=3)
    company = office.companies[0]
    own: dict[str, Any] = {"role": "company", "company": company}
    path = f"/days/{day}/participants/{company}"
    assert await office.refused("POST", f"/days/{day}/timetable/solve", id="t0") == "timetable-infeasible"
    foreign = await office.send("POST", f"{path}/teams", "company", company="other", json={"teams": 2})
    assert problem(foreign) == (403, "forbidden")
    await office.done("POST", f"{path}/teams", **own, json={"teams": 2})
    await office.done("POST", f"{path}/languages", **own, json={"languages": ["fr"]})
    for buyer in BUYERS:
        await office.done("POST", f"/days/{day}/participants/{buyer}/languages", json={"languages": ["es"]})
    assert (await office.draft(day, "t1"))["held"] == 3
    await office.done("PUT", f"/days/{day}/interpreters", json={"language": "es", "interpreters": [1, 1]})
    assert await office.refused("POST", f"/days/{day}/timetable/review", id="t1") == "timetable-outdated"
    assert await office.refused("POST", f"/days/{day}/timetable/solve", id="t2") == "timetable-infeasible"
    await office.done("PUT", f"/days/{day}/timetable/rules", json={})
    draft = await office.draft(day, "t2")
    assert (draft["held"], draft["weight"]) == (2, 19)
    assert [one["of"] for one in draft["unserved_requests"].values()] == [["interpreters of es"]]
    drafts = await office.send("GET", f"/days/{day}/timetables", **own)
    assert problem(drafts) == (403, "forbidden")


async def test_a_day_that_could_hold_nothing_is_a_clear_problem(office: Office) -> None:
    night = {"time_zone": "Europe/Paris", "held_on": "2028-03-26", "slots": ["02:30"]}  # skipped
    particulars: list[dict[str, Any]] = [{"tables": 0}, {"slots": []}, night]
    for wrong in particulars:
        planning = await office.send("POST", "/days", json={"id": office.id("never"), **DAY, **wrong})
        assert planning.status_code == 422, planning.text
    assert (await office.send("GET", f"/days/{office.id('never')}")).status_code == 404
    day = await office.open_day(1, "b1")
    joining = {"id": "b9", "side": "buyer", "name": "B9", "contact": office.id("contact"), "absent": [0, 1, 2]}
    slug = await office.refused("POST", f"/days/{day}/participants", **joining)
    assert slug == "participant-without-availability"
