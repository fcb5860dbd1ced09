"""A timetable as a workbook (XLSX): times are times, and no text is a formula."""

import re
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from services.delegations.exports.programme import Programme
from services.delegations.exports.wording import WORDS, cells, edition, heads, where_and_when, whose
from shared.contracts.people import Language

HEAD = 6  # the row with the names of the columns; what the timetable is stands above
NO_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")  # no program could open the file
WIDTHS = {"A": 9, "B": 9, "C": 24, "D": 44, "E": 44}  # characters


def workbook(programme: Programme, language: Language) -> bytes:
    """One sheet; its times are those of the clocks at the venue, as the fourth row says and each printed page."""
    book, words = Workbook(), WORDS[language]
    sheet: Worksheet = book.active
    sheet.title = words["timetable"]
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
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _put(sheet: Worksheet, row: int, column: int, value: str | int | datetime, *, bold: bool = False) -> None:
    cell = sheet.cell(row, column, NO_XML.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # else a text that begins with = would be a formula
    if isinstance(value, datetime):
        cell.number_format = "hh:mm"
    if bold:
        cell.font = Font(bold=True)
