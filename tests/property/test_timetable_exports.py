"""Whatever participants are called, every file of a timetable can be made and read back."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pydantic import TypeAdapter, ValidationError

from services.delegations.domain.day import DAY
from services.delegations.domain.planned_day import PlannedDay
from services.delegations.exports.clock_changes import clock_changes
from services.delegations.exports.diary import diary
from services.delegations.exports.printed import printed
from services.delegations.exports.programme import Programme, programme, programmes
from services.delegations.exports.table_of_text import table_of_text
from services.delegations.exports.workbook import HEAD, NO_XML, workbook
from shared.http.types import Text
from shared.tables import FORMULA
from tests.unit.delegations.one_day import ASKED, BEFORE, DRAFTED, PLANNED, PUBLISHED, REVIEWED, appointment, joined
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
@settings(max_examples=50)
def test_a_printed_page_always_names_the_company_or_its_id(name: str) -> None:
    (page,) = pages(printed([programme(called(name), 1)], "en"))
    assert page.count("09:00 – 09:30") == 1
    assert "B2" in page.splitlines()


@given(NAMES)
def test_a_cell_is_the_name_and_never_calculated(name: str) -> None:
    day = called(name)
    rows = list(
        csv.reader(StringIO(table_of_text(programme(day, 1), day).decode("utf-8-sig"), newline=""), delimiter=";")
    )
    assert {row[8].removeprefix("'") for row in rows[1:]} == {name.removeprefix("'")}
    assert not any(cell.lstrip(" ").startswith(FORMULA) for row in rows for cell in row)


@given(NAMES)
@settings(max_examples=50)
def test_a_workbook_always_opens_and_has_no_formula(name: str) -> None:
    sheet: Any = load_workbook(BytesIO(workbook([programme(called(name), 1)], "en"))).active
    cells = [cell for row in sheet.iter_rows(min_row=HEAD + 1) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"d", "n", "s"}
    assert NO_XML.sub("\ufffd", name) in {cell.value for cell in cells}


@given(NAMES, NAMES)
@settings(max_examples=50)
def test_everybodys_workbook_has_a_sheet_for_each_whatever_they_are_called(name: str, other: str) -> None:
    day = called(name)
    buyer = joined("b1").model_copy(update={"name": other})
    several = programmes(replace(day, participants={**day.participants, "b1": buyer}), 1, "participant")
    contents, *sheets = load_workbook(BytesIO(workbook(several, "fr"))).worksheets
    assert len(sheets) == 4
    listed = [cell for (cell,) in contents.iter_rows(min_row=HEAD, max_col=1)]
    assert [cell.hyperlink.location for cell in listed] == [
        "'{}'!A1".format(sheet.title.replace("'", "''")) for sheet in sheets
    ]
    assert [sheet["A2"].value for sheet in sheets] == [cell.value for cell in listed]


@given(NAMES)
def test_a_diary_is_read_back_with_the_name_in_it(name: str) -> None:
    read = icalendar.Calendar.from_ical(diary(programme(called(name), 1, "b1"), BEFORE).decode())
    (event,) = read.walk("VEVENT")
    found: Any = event["SUMMARY"]
    assert str(found) == f"Lima day: {name}"


PAIRS = st.tuples(st.sampled_from(["c1", "c2"]), st.sampled_from(["b1", "b2"]), st.integers(0, 2), st.integers(1, 3))
GAPS = st.lists(st.integers(0, 120), min_size=2, max_size=2)


@given(st.lists(PAIRS, min_size=1, max_size=12), GAPS, st.sets(st.integers(0, 11)))
def test_each_meeting_stands_once_in_the_whole_for_each_party_and_at_its_table(
    pairs: list[tuple[str, str, int, int]], gaps: list[int], cancelled: set[int]
) -> None:
    second = PLANNED.slots[0] + timedelta(minutes=30 + gaps[0])
    slots = (PLANNED.slots[0], second, second + timedelta(minutes=30 + gaps[1]))
    booked = {
        f"m{n}": appointment(f"m{n}", company, buyer, 0).model_copy(
            update={"starts_at": slots[slot], "ends_at": slots[slot] + timedelta(minutes=30), "table": table}
        )
        for n, (company, buyer, slot, table) in enumerate(pairs)
    }
    plan = PLANNED.model_copy(update={"slots": slots, "tables": 3})
    gone = frozenset(f"m{n}" for n in cancelled)
    day = replace(PUBLISHED_DAY, plan=plan, appointments=booked, cancelled=gone)
    (whole, *parts) = [programme(day, 1), *(one for each in EACH for one in programmes(day, 1, each))]
    assert Counter(meetings(whole)) == dict.fromkeys(booked, 1)
    assert Counter(id for part in parts for id in meetings(part)) == dict.fromkeys(booked, 3)
    for part in parts:
        assert all(
            {each.company, each.buyer, each.table} >= {part.of} for line in part.lines if (each := line.appointment)
        )
        assert [line.starts_at for line in part.lines] == sorted(line.starts_at for line in part.lines)
        assert {line.starts_at for line in part.lines} >= set(slots)
        assert sum(line.kind == "break" for line in part.lines) == sum(gap > 0 for gap in gaps)
    assert {line.appointment.meeting for line in whole.lines if line.kind == "cancelled" and line.appointment} == (
        gone & booked.keys()
    )


EACH: tuple[Any, ...] = ("company", "buyer", "table")


def meetings(shown: Programme) -> list[str]:
    return [line.appointment.meeting for line in shown.lines if line.appointment]


@given(
    st.sampled_from(sorted(available_timezones())),
    st.dates(date(2026, 1, 1), date(2031, 12, 31)),
    st.integers(0, 23),
    st.integers(0, 12),
)
def test_the_clocks_of_any_zone_are_told_right_on_any_day(name: str, day: date, hour: int, hours: int) -> None:
    zone = ZoneInfo(name)
    first = datetime.combine(day, time(hour), zone).astimezone(UTC)
    read: Any = icalendar.Timezone.from_ical(clock_changes(zone, first, first + timedelta(hours=12)).to_ical())
    shown = (first + timedelta(hours=hours)).astimezone(zone)
    # what the clocks show twice or skip can be read either way, and no slot begins then (clock_times)
    if shown.replace(fold=0).utcoffset() == shown.replace(fold=1).utcoffset():
        assert shown.replace(tzinfo=read.to_tz(lookup_tzid=False)).utcoffset() == shown.utcoffset()
