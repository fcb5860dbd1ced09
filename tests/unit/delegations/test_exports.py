"""A published timetable as files, each read back as its reader's program would."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from openpyxl import Workbook, load_workbook

from services.delegations.domain import arrangement
from services.delegations.domain.day import DAY
from services.delegations.domain.planned_day import PlannedDay
from services.delegations.exports.clock_changes import changes, clock_changes
from services.delegations.exports.diary import diary
from services.delegations.exports.printed import printed
from services.delegations.exports.programme import programme, programmes
from services.delegations.exports.table_of_text import COLUMNS, table_of_text
from services.delegations.exports.workbook import HEAD, sheet_names, workbook
from shared.contracts.calendars import calendar_uid
from shared.contracts.delegations.day import DayEvent, MeetingAnswered, MeetingCancelled
from shared.contracts.delegations.day_arrangement import ProgrammeItemSet
from shared.eventing.decider import Refused
from shared.tables import harmless
from tests.unit.delegations.one_day import (
    ASKED,
    BEFORE,
    DRAFTED,
    M1,
    M2,
    PLANNED,
    PUBLISHED,
    REVIEWED,
    appointment,
    at,
    joined,
)
from tests.unit.delegations.pdf_text import pages

CANCELLED = MeetingCancelled(day="lima", post="lima", appointment=appointment("m1", "c1", "b1", 1, 1), reason="ill")


def day(*more: DayEvent, **names: str) -> PlannedDay:
    """The shared day with its timetable published; participants may have other names than their ids."""
    events: list[DayEvent] = [*ASKED, DRAFTED, REVIEWED, PUBLISHED, *more]
    folded = DAY.fold(events)
    named = {id: joined(id).model_copy(update={"name": name}) for id, name in names.items()}
    return replace(folded, participants={**folded.participants, **named})


def with_a_break() -> PlannedDay:
    """The same with an hour between the second slot and the third."""
    planned = PLANNED.model_copy(update={"slots": (*PLANNED.slots[:2], at(16))})
    return replace(day(), plan=planned)


def kinds(of: str | int | None, planned: PlannedDay) -> list[tuple[str, str]]:
    shown = programme(planned, 1, of)
    return [(f"{shown.clock(line.starts_at):%H:%M}", line.kind) for line in shown.lines]


def test_a_participant_sees_its_meetings_and_what_lies_between_by_its_own_clocks() -> None:
    assert kinds("c1", day()) == [("09:00", "meeting"), ("09:30", "meeting"), ("10:00", "free")]
    assert kinds("b1", day()) == [("09:00", "absent"), ("09:30", "meeting"), ("10:00", "free")]
    assert kinds("c2", with_a_break()) == [("09:00", "free"), ("09:30", "free"), ("10:00", "break"), ("11:00", "free")]


def test_a_table_and_the_whole_show_all_meetings_there() -> None:
    assert kinds(1, day()) == [("09:00", "meeting"), ("09:30", "meeting"), ("10:00", "free")]
    assert kinds(None, with_a_break()) == [("09:00", "meeting"), ("09:30", "meeting"), ("10:00", "break")]
    assert kinds(None, day(CANCELLED))[1] == ("09:30", "cancelled")


def test_what_the_programme_says_stands_where_it_takes_place() -> None:
    opening = ProgrammeItemSet(
        day="lima", item="tea", title="Thé", starts_at=at(15), ends_at=at(16), slots=(2,), participants=("c1",)
    )
    planned = with_a_break()
    planned = replace(planned, arrangement=arrangement.evolve(planned.arrangement, opening))
    assert kinds("c1", planned)[2:] == [("10:00", "item")]
    assert kinds("c2", planned)[2:] == [("10:00", "break"), ("11:00", "free")]
    assert kinds(None, planned)[2:] == [("10:00", "item")]
    assert kinds(1, planned)[2:] == [("10:00", "break"), ("11:00", "free")]
    (page,) = pages(printed([programme(planned, 1, "c1")], "fr"))
    assert "Thé" in page.splitlines()


@pytest.mark.parametrize(("of", "slug"), [("c9", "participant-unknown"), (2, "table-unknown")])
def test_who_and_what_is_not_there_has_no_timetable(of: str | int, slug: str) -> None:
    with pytest.raises(Refused, match=slug):
        programme(day(), 1, of)


def test_before_it_is_published_there_is_nothing_to_export() -> None:
    with pytest.raises(Refused, match="timetable-not-published"):
        programme(DAY.fold([*ASKED, DRAFTED, REVIEWED]), 1)


def test_a_printed_page_names_the_day_the_clocks_and_the_edition() -> None:
    (page,) = pages(printed([programme(day(b2="Żółć Ñuño (Łódź)"), 12, "c1")], "fr"))
    for text in ("Lima day", "C1", "Residence, mardi 1 juin 2027", "Page 1 / 1", "Zółć Ñuño (Łódz)"):
        assert text in page.splitlines()
    assert "Heures locales : America/Lima (UTC-05:00). Édition 12" in page
    assert "09:00 – 09:30" in page
    assert "B1" in page.splitlines()


def test_the_print_of_the_whole_is_the_same_for_the_same_edition() -> None:
    whole = programme(day(CANCELLED), 12)
    assert printed([whole], "en") == printed([whole], "en")
    (page,) = pages(printed([whole], "en"))
    assert "C1 (cancelled)" in page
    assert "All meetings" in page


def test_what_cannot_be_printed_gives_way_to_the_id() -> None:
    (page,) = pages(printed([programme(day(b2="Иванова"), 1)], "en"))
    assert "b2" in page.splitlines()


def test_everybody_s_timetable_is_printed_in_the_order_of_the_names() -> None:
    found = programmes(day(c1="Zèbre", c2="abeille"), 1, "company")
    assert [each.of for each in found] == ["c2", "c1"]
    assert ["Zèbre" in page for page in pages(printed(found, "en"))] == [False, True]
    assert [each.of for each in programmes(day(), 1, "table")] == [1]
    assert [each.of for each in programmes(day(), 1, "buyer")] == ["b1", "b2"]


def test_every_line_of_a_long_timetable_stands_on_some_page_and_each_page_is_numbered() -> None:
    many = {f"m{n}": appointment("m1", "c1", "b1", 1).model_copy(update={"meeting": f"m{n}"}) for n in range(200)}
    names = {"c1": "W" * 90, "b1": "one " * 40}
    found = pages(printed([programme(replace(day(**names), appointments=many), 1)], "en"))
    assert len(found) > 5
    assert sum(page.count("09:30 – 10:00") for page in found) == 200
    assert [f"Page {n} / {len(found)}" in page for n, page in enumerate(found, 1)] == [True] * len(found)
    assert all("America/Lima (UTC-05:00)" in page for page in found)


def test_a_workbook_has_times_as_times_and_no_formula() -> None:
    shown = programme(day(b2="=1+1"), 12, "c1")
    sheet: Any = load_workbook(BytesIO(workbook([shown], "en"))).active
    rows = list(sheet.iter_rows(min_row=HEAD, values_only=True))
    assert rows[0][:4] == ("From", "To", "Table", "Meeting with")
    assert (rows[1][0].time(), rows[1][1].time(), *rows[1][2:4]) == (time(9), time(9, 30), 1, "=1+1")
    assert sheet.cell(HEAD + 1, 4).data_type == "s"
    assert rows[3][3] == "free"
    assert sheet["A4"].value == "Local times: America/Lima (UTC-05:00). Edition 12"
    assert sheet.print_title_rows == f"$1:${HEAD}"


def test_everybody_is_in_one_workbook_with_a_sheet_each_that_the_first_one_leads_to() -> None:
    planned = day(c1="Zèbre: l'été", c2="abeille", b1="ABEILLE", b2="x" * 40)
    found = programmes(planned, 12, "participant")
    assert [each.of for each in found] == ["b1", "c2", "b2", "c1"]
    book: Any = load_workbook(BytesIO(workbook(found, "en")))
    assert book.sheetnames == ["Contents", "ABEILLE", "abeille (2)", "x" * 31, "Zèbre  l'été"]
    contents = [
        (cell.value, cell.hyperlink.location) for (cell,) in book["Contents"].iter_rows(min_row=HEAD, max_col=1)
    ]
    assert contents == [
        ("ABEILLE", "'ABEILLE'!A1"),
        ("abeille", "'abeille (2)'!A1"),
        ("x" * 40, f"'{'x' * 31}'!A1"),
        ("Zèbre: l'été", "'Zèbre  l''été'!A1"),
    ]
    assert book["Zèbre  l'été"]["A2"].value == "Zèbre: l'été"
    assert [row[3] for row in book["abeille (2)"].iter_rows(min_row=HEAD, values_only=True)] == [
        "Meeting with",
        "free",
        "free",
        "free",
    ]
    tables: Any = load_workbook(BytesIO(workbook(programmes(planned, 12, "table"), "fr")))
    assert tables.sheetnames == ["Programme"]


@pytest.mark.parametrize("name", ["[]:*?/\\", "'", "", "History", "Contents", "a\x01b", "'quoted'", "a" * 30 + "'b"])
def test_any_name_gives_a_sheet_a_name_that_programs_take(name: str) -> None:
    names = list(sheet_names([name] * 12, taken="Contents"))
    assert len({one.casefold() for one in (*names, "history", "contents")}) == 14
    book: Any = Workbook()
    for one in names:
        assert 0 < len(one) <= 31
        assert one.strip("'") == one
        assert book.create_sheet(one).title == one


def test_an_outline_leads_to_each_timetable_of_several() -> None:
    assert b"/Outlines" in (several := printed(programmes(day(), 1, "participant"), "en"))
    assert several.count(b"/Title (") == 1 + 4
    assert printed(programmes(day(), 1, "table"), "en").count(b"/Title (") == 1


def test_the_csv_opens_with_accents_and_calculates_nothing() -> None:
    answered = MeetingAnswered(
        day="lima",
        post="lima",
        appointment=M2,
        participant="b2",
        counterpart="c1",
        answer="accepted",
        answered_at=BEFORE,
    )
    planned = day(answered, CANCELLED, c1="Électro; Forêt", b2='=HYPERLINK("x")')
    content = table_of_text(programme(planned, 12), planned)
    assert content.startswith(b"\xef\xbb\xbf")
    head, first, second = csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert tuple(head) == COLUMNS
    assert first[:7] == ["m2", "published", "2027-06-01", "09:00", "09:30", "America/Lima", "1"]
    assert first[7:] == ["c1", "Électro; Forêt", "", "b2", '\'=HYPERLINK("x")', "accepted", "12"]
    assert second[:2] == ["m1", "cancelled"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "  =1"])
def test_a_cell_that_would_be_calculated_is_made_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless(f"a{cell}") == f"a{cell}"


def test_a_diary_updates_what_the_invitations_brought() -> None:
    read = icalendar.Calendar.from_ical(diary(programme(day(CANCELLED), 12, "b1"), BEFORE).decode())
    (event,) = read.walk("VEVENT")
    found: Any = event
    assert found["UID"] == calendar_uid("lima", "m1", "b1")
    assert (found["SEQUENCE"], found["STATUS"]) == (1, "CANCELLED")
    assert found["DTSTART"].params["TZID"] == "America/Lima"
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (M1.starts_at, M1.ends_at)
    assert (found["SUMMARY"], found["LOCATION"]) == ("Lima day: C1", "Residence (1)")


@pytest.mark.parametrize(
    "zone", ["America/Lima", "Europe/Paris", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Tehran", "Etc/UTC"]
)
@pytest.mark.parametrize("month", [2, 3, 7, 11])
def test_a_reader_that_knows_the_table_alone_has_the_right_times(zone: str, month: int) -> None:
    first = datetime(2027, month, 14, 9, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    table = clock_changes(ZoneInfo(zone), first, first + timedelta(hours=9))
    read: Any = icalendar.Timezone.from_ical(table.to_ical())
    clocks = read.to_tz(lookup_tzid=False)
    for hours in range(-300 * 24, 10):
        shown = (first + timedelta(hours=hours)).astimezone(ZoneInfo(zone))
        if shown.fold == 0 and (first + timedelta(hours=hours)) == shown.astimezone(UTC):
            assert shown.replace(tzinfo=clocks).utcoffset() == shown.utcoffset(), shown


def test_every_change_of_the_clocks_is_found_to_the_second() -> None:
    paris = ZoneInfo("Europe/Paris")
    found = list(changes(paris, datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)))
    assert found == [datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)]
    casablanca = ZoneInfo("Africa/Casablanca")
    assert len(list(changes(casablanca, datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)))) == 2
