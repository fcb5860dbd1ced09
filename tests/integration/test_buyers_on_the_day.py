"""Buyers on the day itself, on real servers: their own files and badge, what they say and read; and nothing else."""

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import icalendar
import pytest
from openpyxl import load_workbook

from shared.contracts.calendars import calendar_uid
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.test_buyers_api import buyer
from tests.integration.test_delegations_api import Desk, problem
from tests.integration.test_on_the_day import Today, held_today
from tests.unit.delegations.pdf_text import pages

pytestmark = pytest.mark.real

FORBIDDEN = (403, "forbidden")
OWN_FILES = ("timetable.pdf", "timetable.xlsx", "timetable.ics", "badges")
LISTS = ("held-meetings", "follow-ups", "badges", "timetable.pdf", "timetable.xlsx")


@pytest.fixture(scope="module")
async def today(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[Today]:
    """Shared: each test has a meeting for itself."""
    home = tmp_path_factory.mktemp("issuer")
    async with at_work(infrastructure, home, eventually) as (http, _):
        yield await held_today(Desk(http, home), 4, eventually)


def said(today: Today, side: str) -> list[tuple[str, dict[str, Any]]]:
    """Everything that a side can say of a meeting, in an order in which it may be said."""
    on = str(today.held_on)
    result = {"kind": "trial", "sector": f"Boots {today.desk.tag}", "reached_on": on, "amount": 7, "currency": "EUR"}
    return [
        ("outcome", {"side": side, "met": True, "interest": 4, "next_step": "visit", "follow_up_on": on}),
        ("results", {"id": f"r-{side}", **result}),
        (f"results/r-{side}/correct", {**result, "kind": "contract"}),
        (f"results/r-{side}/withdraw", {"reason": "nothing came of it"}),
        ("follow-up", {"side": side}),
    ]


async def test_a_buyer_gets_its_own_timetable_and_badge(today: Today) -> None:
    desk, own, mine, others = today.desk, buyer(today.day), today.companies["m1"], today.companies["m2"]
    for params in ({}, {"participant": "b1"}):
        printed = await desk.send("GET", f"/days/{today.day}/timetable.pdf", **own, params=params)
        (page,) = pages(printed.content)
        assert (mine in page, others in page) == (True, False)
        assert f'filename="{today.day}-b1-edition-' in printed.headers["content-disposition"]
        book = await desk.send("GET", f"/days/{today.day}/timetable.xlsx", **own, params=params)
        sheet: Any = load_workbook(BytesIO(book.content)).active
        assert {row[3] for row in sheet.iter_rows(min_row=7, values_only=True)} == {mine}
        badge = await desk.send("GET", f"/days/{today.day}/badges", **own, params=params)
        assert len(pages(badge.content)) == 1
    diary = await desk.send("GET", f"/days/{today.day}/timetable.ics", **own, params={"participant": "b1"})
    (event,) = icalendar.Calendar.from_ical(diary.text).walk("VEVENT")
    assert event["UID"] == calendar_uid(today.day, "m1", "b1")


async def test_each_side_speaks_for_itself_and_reads_its_own_words_only(today: Today) -> None:
    desk, own = today.desk, buyer(today.day)
    await today.tell("m1", "start")
    for caller, side in ((own, "buyer"), (today.own("m1"), "company")):
        for verb, body in said(today, side)[:3]:
            receipt = await desk.done("POST", today.path("m1", verb), **caller, json=body)
    sides = {"company": (False, ["r-company"]), "buyer": (False, ["r-buyer"])}
    for reader, visible in ((own, ["buyer"]), (today.own("m1"), ["company"]), ({}, ["company", "buyer"])):
        seen = await today.seen("m1", receipt["version"], **reader)
        assert {side: (one["by_organiser"], stated(seen, side)) for side, one in seen["outcomes"].items()} == {
            side: sides[side] for side in visible
        }
        assert len(seen["results"]) == len(visible)
        assert not any(one["by_organiser"] for one in seen["results"].values())
        listed = (await desk.send("GET", f"/days/{today.day}/held-meetings", **reader)).json()
        assert seen in listed
        assert not reader or len(listed) == 1
        steps = (await desk.send("GET", f"/days/{today.day}/follow-ups", **reader)).json()
        assert {one["side"] for one in steps if one["meeting"] == "m1"} == set(visible)
    counted = (await desk.done("GET", f"/days/{today.day}/figures"))["results"]
    assert [(one["results"], one["amount"]) for one in counted] == [(1, 7)]
    await desk.done("POST", today.path("m1", "follow-up"), **own, json={"side": "buyer"})
    receipt = await desk.done("POST", today.path("m1", "results/r-buyer/withdraw"), json={"reason": "told us so"})
    withdrawn = (await today.seen("m1", receipt["version"], **own))["results"]["r-buyer"]
    assert (withdrawn["status"], withdrawn["by_organiser"]) == ("withdrawn", True)
    assert (await desk.send("GET", f"/days/{today.day}/follow-ups", **own)).json() == []


def stated(seen: dict[str, Any], side: str) -> list[str]:
    return [id for id, one in seen["results"].items() if one["side"] == side]


async def test_nobody_speaks_for_the_other_side(today: Today) -> None:
    desk, company, own = today.desk, today.own("m2"), buyer(today.day, "b2")
    for caller, me, other in ((own, "buyer", "company"), (company, "company", "buyer")):
        for verb in ("outcome", "follow-up"):
            foreign = await desk.send("POST", today.path("m2", verb), **caller, json=dict(said(today, other))[verb])
            assert problem(foreign) == FORBIDDEN
        await desk.done("POST", today.path("m2", "outcome"), **caller, json=dict(said(today, me))["outcome"])
        result = dict(said(today, me))["results"]
        foreign = await desk.send("POST", today.path("m2", "results"), **caller, json={**result, "side": other})
        assert problem(foreign) == FORBIDDEN
        await desk.done("POST", today.path("m2", "results"), **caller, json=result)
    for caller, other in ((own, "company"), (company, "buyer")):
        for verb, body in said(today, other)[2:4]:
            foreign = await desk.send("POST", today.path("m2", verb), **caller, json=body)
            assert problem(foreign) == (404, "result-unknown")


async def test_a_buyer_reaches_neither_others_nor_another_day_nor_the_other_side(today: Today) -> None:
    """Nor does a company that has the id of a buyer."""
    desk, company = today.desk, today.companies["m3"]
    await today.tell("m3", "outcome", **said(today, "buyer")[0][1])
    receipt = await today.tell("m3", "results", side="buyer", **said(today, "buyer")[1][1])
    await today.seen("m3", receipt["version"])
    elsewhere, posing = buyer(desk.id("elsewhere"), "b3"), buyer(today.day, company)
    as_company: dict[str, Any] = {"role": "company", "company": "b3"}
    for stranger in (buyer(today.day, "b4"), elsewhere, posing, as_company):
        for verb, body in said(today, "buyer"):
            assert problem(await desk.send("POST", today.path("m3", verb), **stranger, json=body)) == FORBIDDEN
        assert problem(await desk.send("GET", f"/days/{today.day}/held-meetings/m3", **stranger)) == FORBIDDEN
        for participant in ("b3", company):
            for path in (*OWN_FILES, "agenda", "requests", "counterparts"):
                reading = await desk.send(
                    "GET", f"/days/{today.day}/{path}", **stranger, params={"participant": participant}
                )
                assert problem(reading) == FORBIDDEN, (stranger, path, participant)
    for stranger in (elsewhere, posing, as_company):
        for path in LISTS:
            assert problem(await desk.send("GET", f"/days/{today.day}/{path}", **stranger)) == FORBIDDEN, path
    for path in ("held-meetings", "follow-ups"):
        assert (await desk.send("GET", f"/days/{today.day}/{path}", **buyer(today.day, "b4"))).json() == []


async def test_what_is_the_organisers_stays_so(today: Today) -> None:
    desk, own = today.desk, buyer(today.day, "b4")
    for path in ("timetable.pdf", "timetable.xlsx"):
        assert problem(await desk.send("GET", f"/days/{today.day}/{path}", **own, params={"table": 4})) == FORBIDDEN
    for path in ("timetable.csv", "timetables.pdf?each=buyer", "figures", "check-ins"):
        assert problem(await desk.send("GET", f"/days/{today.day}/{path}", **own)) == FORBIDDEN
    assert problem(await desk.send("GET", "/meeting-result-statistics", **own)) == FORBIDDEN
    for verb, body in (("start", {}), ("end", {}), ("miss", {"missing": ["company"]}), ("undo", {"reason": "no"})):
        assert problem(await desk.send("POST", today.path("m4", verb), **own, json=body)) == FORBIDDEN
    for path, body in (("", {"participant": "b4"}), ("/scan", {"code": "c"}), ("/b4/undo", {"reason": "no"})):
        assert problem(await desk.send("POST", f"/days/{today.day}/check-ins{path}", **own, json=body)) == FORBIDDEN
