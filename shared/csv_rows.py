"""A CSV file as rows: its encoding and separator found out, each row with the line on which it begins."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.unreadable import Unreadable
from shared.words import words

SEPARATORS = (";", ",", "\t")
NAMED = {";": "semicolon", ",": "comma", "\t": "tab"}

Spellings = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class CsvRow:
    """`said` is what stands in the columns that are known, without blanks around it and without empty cells.

    `wrong` says why the row cannot be read, None where it can.
    """

    line: int
    said: Mapping[str, str]
    wrong: str | None = None


@dataclass(frozen=True)
class Table:
    """`columns` is what each column means, None where that is not known; `heading` what the file calls it.

    `guessed` says that the file was read as Windows-1252, which nothing in it proves.
    """

    heading: Sequence[str]
    columns: Sequence[str | None]
    guessed: bool
    lines: Iterator[tuple[int, list[str]]]

    @property
    def unknown(self) -> list[str]:
        """The names of the columns that nobody knows, as a report may show them."""
        return [cell.strip()[:80] for cell, column in zip(self.heading, self.columns, strict=True) if column is None]

    def rows(self) -> Iterator[CsvRow]:
        """Every row that is not blank. Raises Unreadable at the one from which on the file is none."""
        for line, cells in self.lines:
            if len(cells) != len(self.columns):
                yield CsvRow(line, {}, f"row: has {len(cells)} cells, the first line has {len(self.columns)}")
                continue
            pairs = zip(self.columns, cells, strict=True)
            yield CsvRow(line, {column: cell.strip() for column, cell in pairs if column and cell.strip()})


def table(content: bytes, names: Spellings, needed: Sequence[str]) -> Table:
    """Read the heading of a file; `names` are the spellings of each column, in any case and without accents.

    Raises Unreadable where it is no text, or its first line lacks a column that is `needed` or has one twice.
    """
    text, guessed = _decoded(content)
    spelled = {spelling: column for column, spellings in names.items() for spelling in spellings}
    first = text.lstrip("\r\n").splitlines()[:1]
    if not first:
        raise Unreadable(1, 1, "the file is empty")
    known = {one: sum(map(bool, _meanings(_heading(first[0], one), spelled))) for one in SEPARATORS}
    lines = _lines(text, max(SEPARATORS, key=lambda one: known[one]))
    line, heading = next(lines, (1, []))
    columns = _meanings(heading, spelled)
    if missing := [column for column in needed if column not in columns]:
        raise Unreadable(line, 1, f"the first line names no column {', '.join(missing)}; {_separated()}")
    for column in columns:
        if column is not None and columns.count(column) > 1:
            raise Unreadable(line, 1, f"several columns mean {column}")
    return Table(heading, columns, guessed, lines)


def _decoded(content: bytes) -> tuple[str, bool]:
    """The text, and whether it was read as Windows-1252: not UTF-8, and not UTF-16 with its mark. Raises Unreadable."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    line = 1
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            continue
        if "\0" in text:
            break
        return text, encoding == "cp1252"
    raise Unreadable(line, 1, "the file is neither UTF-8 nor Windows-1252 nor UTF-16 with its byte order mark")


def _separated() -> str:
    return f"columns are separated by {', '.join(NAMED[one] for one in SEPARATORS[:-1])} or {NAMED[SEPARATORS[-1]]}"


def _heading(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator))
    except csv.Error as error:
        raise Unreadable(1, 1, str(error)) from None


def _meanings(heading: Sequence[str], spelled: Mapping[str, str]) -> list[str | None]:
    return [spelled.get(" ".join(words(cell))) for cell in heading]


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row that is not blank, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(line, 1, f"the row that begins here has quotation marks that do not fit: {error}") from None
