"""A list of persons to invite, as offices send it: CSV in, rows out, or every reason why not one of them is taken."""

import codecs
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, EmailStr, ValidationError

from services.delegations.domain.exhibitor_list import reasons
from services.delegations.domain.exhibitor_row import Text
from shared.contracts.delegations.roster import Function
from shared.contracts.people import Language

SEPARATORS = (";", ",", "\t")
REQUIRED = {"name", "mail", "function"}
COLUMNS = REQUIRED | {"language"}
MOST_ROWS = 2000


@dataclass(frozen=True)
class Wrong:
    """What is wrong with the row that begins on this line; what stands in it is not repeated."""

    line: int
    reason: str


class UnreadableList(Exception):
    """Nothing of the list can be taken; `wrong` says why, in the order of the lines."""

    def __init__(self, *wrong: Wrong) -> None:
        super().__init__("; ".join(f"line {each.line}: {each.reason}" for each in wrong[:3]))
        self.wrong = wrong


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


class Row(BaseModel):
    """One person to invite. The head is not invited by list: the delegation names it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Text
    mail: Annotated[EmailStr, BeforeValidator(_lower)]
    function: Annotated[Function, BeforeValidator(_lower)]
    language: Annotated[Language, BeforeValidator(_lower)] = "fr"


def parse(content: bytes) -> tuple[Row, ...]:
    """Read a list in UTF-8, in UTF-16 with its mark, or in Windows-1252, separated by semicolon, comma or tab.

    The first line names the columns: name, mail, function and perhaps language, in any order. Raises UnreadableList.
    """
    text = decoded(content)
    separator = _separator(text.splitlines()[0] if text.strip() else "")
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    columns, rows, wrong = [_column(name) for name in next(reader)], dict[str, Row](), list[Wrong]()
    try:
        line = reader.line_num + 1
        for values in reader:
            if any(value.strip() for value in values):
                _take(rows, wrong, line, columns, values)
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableList(*wrong, Wrong(line, f"the quotation marks do not fit: {error}")) from None
    if not rows and not wrong:
        wrong.append(Wrong(2, "the list has no rows"))
    if len(rows) > MOST_ROWS:
        wrong.append(Wrong(line - 1, f"the list has more than {MOST_ROWS} rows"))
    if wrong:
        raise UnreadableList(*wrong)
    return tuple(rows.values())


def decoded(content: bytes) -> str:
    """The text of the file. Raises UnreadableList where it is in no encoding that is known here."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in content:
        raise UnreadableList(Wrong(1, "the file has zero bytes: UTF-16 needs its byte order mark"))
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
    raise UnreadableList(Wrong(line, "the file is neither UTF-8 nor Windows-1252 nor UTF-16 with its byte order mark"))


def _separator(header: str) -> str:
    """The one by which the first line falls into the columns that must be there."""
    for separator in SEPARATORS:
        columns = [_column(name) for name in header.split(separator)]
        if set(columns) >= REQUIRED:
            if unknown := set(columns) - COLUMNS:
                raise UnreadableList(Wrong(1, f"there are columns that nobody knows: {', '.join(sorted(unknown))}"))
            if len(set(columns)) < len(columns):
                raise UnreadableList(Wrong(1, "a column is named twice"))
            return separator
    raise UnreadableList(
        Wrong(1, "the first line must name the columns name, mail, function, separated by semicolon, comma or tab")
    )


def _column(name: str) -> str:
    return name.strip().strip('"').strip().lower()


def _take(rows: dict[str, Row], wrong: list[Wrong], line: int, columns: Sequence[str], values: Sequence[str]) -> None:
    if len(values) != len(columns):
        wrong.append(Wrong(line, f"has {len(values)} values for {len(columns)} columns"))
        return
    said: Mapping[str, str] = {name: value for name, value in zip(columns, values, strict=True) if value.strip()}
    try:
        row = Row.model_validate(said)
    except ValidationError as error:
        wrong.append(Wrong(line, reasons(error)))
        return
    if row.function == "head":
        wrong.append(Wrong(line, "function: the head is named by the delegation, not by this list"))
    elif row.mail in rows:
        wrong.append(Wrong(line, "mail: stands in the list twice"))
    else:
        rows[row.mail] = row
