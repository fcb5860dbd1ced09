"""Tables as CSV that spreadsheet programs open right and none takes a text of for a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, separated by semicolons, as programs in France and this house's readers expect."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(cell) for cell in map(str, row)])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The text with an apostrophe before it where a spreadsheet program would calculate it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell
