"""Whatever participants are called, every file of a timetable can be made and read back."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pydantic import TypeAdapter, ValidationError

from services.delegations.domain.day import DAY
from services.delegations.domain.planned_day import PlannedDay
from services.delegations.exports.diary import diary
from services.delegations.exports.printed import printed
from services.delegations.exports.programme import programme
from services.delegations.exports.table_of_text import FORMULA, table_of_text
from services.delegations.exports.workbook import HEAD, NO_XML, workbook
from shared.http.types import Text
from tests.unit.delegations.one_day import ASKED, BEFORE, DRAFTED, PUBLISHED, REVIEWED, joined
from tests.unit.delegations.pdf_text import pages

TEXT: TypeAdapter[str] = TypeAdapter(Text)
PUBLISHED_DAY = DAY.fold([*ASKED, DRAFTED, REVIEWED, PUBLISHED])


def taken(text: str) -> str | None:
    """The name as the interface takes it, None where it does not."""
    try:
        return TEXT.validate_python(text)
    except ValidationError:
        return None


ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)
TRICKY = st.sampled_from(["=1+1", "-a", "@a", '"', ";", "a,b", "Żółć", "Đorđe", "\uffff", "&amp;<b>", "a" * 200, "\\n"])
NAMES = (ANYTHING | TRICKY).map(taken).filter(bool)


def called(name: str) -> PlannedDay:
    """The shared day with a company of this name."""
    company = joined("c1").model_copy(update={"name": name})
    return replace(PUBLISHED_DAY, participants={**PUBLISHED_DAY.participants, "c1": company})


@given(NAMES)
@settings(deadline=None, max_examples=50)
def test_a_printed_page_always_names_the_company_or_its_id(name: str) -> None:
    (page,) = pages(printed([programme(called(name), 1)], "en"))
    assert page.count("09:00 – 09:30") == 1
    assert "B2" in page.splitlines()


@given(NAMES)
@settings(deadline=None)
def test_a_cell_is_the_name_and_never_calculated(name: str) -> None:
    day = called(name)
    rows = list(
        csv.reader(StringIO(table_of_text(programme(day, 1), day).decode("utf-8-sig"), newline=""), delimiter=";")
    )
    assert {row[8].removeprefix("'") for row in rows[1:]} == {name.removeprefix("'")}
    assert not any(cell.lstrip(" ").startswith(FORMULA) for row in rows for cell in row)


@given(NAMES)
@settings(deadline=None, max_examples=50)
def test_a_workbook_always_opens_and_has_no_formula(name: str) -> None:
    sheet: Any = load_workbook(BytesIO(workbook(programme(called(name), 1), "en"))).active
    cells = [cell for row in sheet.iter_rows(min_row=HEAD + 1) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"d", "n", "s"}
    assert NO_XML.sub("\ufffd", name) in {cell.value for cell in cells}


@given(NAMES)
@settings(deadline=None)
def test_a_diary_is_read_back_with_the_name_in_it(name: str) -> None:
    read = icalendar.Calendar.from_ical(diary(programme(called(name), 1, "b1"), BEFORE).decode())
    (event,) = read.walk("VEVENT")
    found: Any = event["SUMMARY"]
    assert str(found) == f"Lima day: {name}"
