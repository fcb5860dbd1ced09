"""A published timetable fetched as files over HTTP, on real servers: what is in them, and who may have which."""

import csv
from collections.abc import AsyncIterator
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import icalendar
import pytest
from openpyxl import load_workbook

from shared.contracts.calendars import calendar_uid
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.test_delegations_api import Desk, problem
from tests.unit.delegations.pdf_text import pages

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
async def desk(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[Desk]:
    home = tmp_path_factory.mktemp("issuer")
    async with at_work(infrastructure, home, eventually) as (http, _):
        yield Desk(http, home)


@pytest.fixture(scope="module")
async def published(desk: Desk) -> tuple[str, str, int]:
    """The ids of a day and of its company, and the day's version: the tests only read it."""
    day, company = await desk.day()
    return day, company, await desk.publish(day)


async def test_a_person_a_table_and_the_whole_are_printed(desk: Desk, published: tuple[str, str, int]) -> None:
    day, company, edition = published
    for params, lines in (({"participant": company}, 3), ({"table": 1}, 3), ({}, 2)):
        response = await desk.send("GET", f"/days/{day}/timetable.pdf", params={**params, "language": "en"})
        (page,) = pages(response.content)
        assert response.headers["content-type"] == "application/pdf"
        assert page.count(" – ") == lines
        assert f"America/Lima (UTC-05:00). Edition {edition}" in page
    assert response.headers["content-disposition"] == f'attachment; filename="{day}-edition-{edition}.pdf"'
    assert response.headers["etag"] == f'"{edition}"'


async def test_the_tables_are_printed_one_by_one(desk: Desk, published: tuple[str, str, int]) -> None:
    day, company, _ = published
    params = {"each": "buyer", "language": "en"}
    response = await desk.send("GET", f"/days/{day}/timetables.pdf", params=params)
    first, second = pages(response.content)
    assert ["b1" in first.splitlines(), "b2" in second.splitlines()] == [True, True]
    foreign = await desk.send("GET", f"/days/{day}/timetables.pdf", "company", company=company, params=params)
    assert problem(foreign) == (403, "forbidden")


async def test_everybody_is_in_one_file(desk: Desk, published: tuple[str, str, int]) -> None:
    day, company, edition = published
    everybody: dict[str, str] = {"each": "participant", "language": "en"}
    printed = await desk.send("GET", f"/days/{day}/timetables.pdf", params=everybody)
    assert len(pages(printed.content)) == 3
    book = await desk.send("GET", f"/days/{day}/timetables.xlsx", params=everybody)
    assert (
        book.headers["content-disposition"] == f'attachment; filename="{day}-each-participant-edition-{edition}.xlsx"'
    )
    sheets: Any = load_workbook(BytesIO(book.content))
    assert sheets.sheetnames == ["Contents", *sorted([company[:31], "b1", "b2"])]
    assert {row[3] for row in sheets["b1"].iter_rows(min_row=7, values_only=True)} == {company, "free"}
    foreign = await desk.send("GET", f"/days/{day}/timetables.xlsx", "company", company=company, params=everybody)
    assert problem(foreign) == (403, "forbidden")


async def test_the_same_is_a_workbook_and_a_table_of_text(desk: Desk, published: tuple[str, str, int]) -> None:
    day, company, edition = published
    book = await desk.send("GET", f"/days/{day}/timetable.xlsx", params={"participant": company})
    sheet: Any = load_workbook(BytesIO(book.content)).active
    assert {row[3] for row in sheet.iter_rows(min_row=7, values_only=True)} == {"b1", "b2", "libre"}
    text = await desk.send("GET", f"/days/{day}/timetable.csv", "post", post="lima")
    rows = list(csv.DictReader(StringIO(text.content.decode("utf-8-sig")), delimiter=";"))
    assert text.headers["content-type"] == "text/csv; charset=utf-8"
    assert {(row["meeting"], row["company"], row["edition"]) for row in rows} == {
        (meeting, company, str(edition)) for meeting in ("m1", "m2")
    }


async def test_a_diary_has_the_appointments_under_the_uids_of_the_invitations(
    desk: Desk, published: tuple[str, str, int]
) -> None:
    day, company, edition = published
    found = await desk.send("GET", f"/days/{day}/timetable.ics", "company", company=company, params=of(company))
    events: list[Any] = icalendar.Calendar.from_ical(found.text).walk("VEVENT")
    agenda = await desk.seen(f"/days/{day}/agenda", edition, params=of(company))
    assert {(event["UID"], event["DTSTART"].dt) for event in events} == {
        (calendar_uid(day, one["meeting"], company), datetime.fromisoformat(one["starts_at"]))
        for one in agenda["appointments"]
    }


def of(participant: str) -> dict[str, str]:
    return {"participant": participant}


async def test_a_company_gets_its_own_and_nothing_else(desk: Desk, published: tuple[str, str, int]) -> None:
    day, company, edition = published
    own = await desk.send("GET", f"/days/{day}/timetable.pdf", "company", company=company)
    assert own.headers["content-disposition"] == f'attachment; filename="{day}-{company}-edition-{edition}.pdf"'
    for path, params in (
        ("timetable.pdf", {"participant": "b1"}),
        ("timetable.xlsx", {"table": 1}),
        ("timetable.ics", {"participant": "b1"}),
        ("timetable.csv", {}),
    ):
        foreign = await desk.send("GET", f"/days/{day}/{path}", "company", company=company, params=params)
        assert problem(foreign) == (403, "forbidden")
    elsewhere = await desk.send("GET", f"/days/{day}/timetable.pdf", "post", post="quito")
    assert problem(elsewhere) == (403, "forbidden")


async def test_what_cannot_be_exported_is_told(desk: Desk, published: tuple[str, str, int]) -> None:
    path = f"/days/{published[0]}/timetable.pdf"
    both = await desk.send("GET", path, params={"participant": "b1", "table": 1})
    assert problem(both) == (400, "participant-or-table")
    assert problem(await desk.send("GET", path, params={"table": 2})) == (404, "table-unknown")
    assert problem(await desk.send("GET", path, params={"participant": "nobody"})) == (404, "participant-unknown")
    planned, _ = await Desk(desk.client, desk.home).day()
    for file, params in (("timetable.ics", {"participant": "b1"}), ("timetables.pdf", {"each": "company"})):
        early = await desk.send("GET", f"/days/{planned}/{file}", params=params)
        assert problem(early) == (409, "timetable-not-published")
