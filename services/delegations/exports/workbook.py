"""Timetables as a workbook (XLSX), one a sheet: times are times, and no text is a formula."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from services.delegations.exports.programme import Programme
from services.delegations.exports.wording import WORDS, cells, edition, heads, where_and_when, whose
from shared.contracts.people import Language

HEAD = 6  # the row with the names of the columns; what the timetable is stands above
NO_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")  # no program could open the file
UNNAMABLE = re.compile(r"[\[\]:*?/\\]")  # in the name of a sheet
LONGEST = 31  # characters that Excel takes for one
WIDTHS = {"A": 9, "B": 9, "C": 24, "D": 44, "E": 44}  # characters


def workbook(programmes: Sequence[Programme], language: Language) -> bytes:
    """A sheet for each; where there are several, the first one lists them, with links."""
    book, words, sheets = Workbook(), WORDS[language], list[Worksheet]()
    book.remove(book.active)
    if len(programmes) > 1:
        contents = book.create_sheet(words["contents"])
        names = list(sheet_names([whose(each, language) for each in programmes], taken=contents.title))
        sheets = [book.create_sheet(name) for name in names]
        _list(contents, programmes, names, language)
    else:
        sheets = [book.create_sheet(words["timetable"])]
    for sheet, each in zip(sheets, programmes, strict=True):
        _fill(sheet, each, language)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def sheet_names(wanted: Iterable[str], *, taken: str) -> Iterator[str]:
    """As much of each as may be the name of a sheet, and none a second time, in whatever case of letters."""
    known = {taken.casefold(), "history"}  # which Excel keeps for itself
    for text in wanted:
        plain = UNNAMABLE.sub(" ", NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)).strip(" '") or "-"
        name, number = plain[:LONGEST].rstrip(" '"), 1
        while name.casefold() in known:
            number += 1
            name = f"{plain[: LONGEST - len(f' ({number})')]} ({number})"
        known.add(name.casefold())
        yield name


def _list(sheet: Worksheet, programmes: Sequence[Programme], names: Sequence[str], language: Language) -> None:
    """Whose timetable stands where."""
    plan = programmes[0].plan
    for row, text in enumerate((plan.title, where_and_when(programmes[0], language)), 1):
        _put(sheet, row, 1, text, bold=row == 1)
    for row, (each, name) in enumerate(zip(programmes, names, strict=True), HEAD):
        _put(sheet, row, 1, whose(each, language))
        quoted = name.replace("'", "''")
        sheet.cell(row, 1).hyperlink = Hyperlink(f"A{row}", location=f"'{quoted}'!A1")
        sheet.cell(row, 1).style = "Hyperlink"
    sheet.column_dimensions["A"].width = WIDTHS["D"]


def _fill(sheet: Worksheet, programme: Programme, language: Language) -> None:
    """Its times are those of the clocks at the venue, as the fourth row says and each printed page."""
    words = WORDS[language]
    top = (programme.plan.title, whose(programme, language), where_and_when(programme, language))
    for row, text in enumerate((*top, edition(programme, language)), 1):
        _put(sheet, row, 1, text, bold=row <= 2)
    for column, head in enumerate((words["from"], words["to"], *heads(programme, language)), 1):
        _put(sheet, HEAD, column, head, bold=True)
    for row, line in enumerate(programme.lines, HEAD + 1):
        times = (programme.clock(each).replace(tzinfo=None) for each in (line.starts_at, line.ends_at))
        for column, value in enumerate((*times, *cells(programme, line, language)), 1):
            _put(sheet, row, column, value)
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"A{HEAD + 1}"
    sheet.print_title_rows = f"1:{HEAD}"
    sheet.oddFooter.right.text = f"{words['page']} &P / &N"
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _put(sheet: Worksheet, row: int, column: int, value: str | int | datetime, *, bold: bool = False) -> None:
    cell = sheet.cell(row, column, NO_XML.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # else a text that begins with = would be a formula
    if isinstance(value, datetime):
        cell.number_format = "hh:mm"
    if bold:
        cell.font = Font(bold=True)
