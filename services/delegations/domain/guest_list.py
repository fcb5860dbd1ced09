"""A list of persons to invite, as offices send it: CSV in, rows out, or every reason why not one of them is taken."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, EmailStr, ValidationError

from services.delegations.domain.exhibitor_row import Text
from shared.contracts.delegations.roster import Function
from shared.contracts.people import Language
from shared.csv_rows import CsvRow, table
from shared.unreadable import Unreadable, reasons

NEEDED = ("name", "mail", "function")
NAMES = {
    "name": ("name", "nom"),
    "mail": ("mail", "e mail", "email", "courriel"),
    "function": ("function", "fonction"),
    "language": ("language", "langue"),
}
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
    """Read a list of which the first line names the columns: name, mail, function and perhaps language, in any order.

    Raises UnreadableList.
    """
    rows, wrong = dict[str, Row](), list[Wrong]()
    try:
        read = table(content, NAMES, NEEDED)
        if read.unknown:
            wrong.append(Wrong(1, f"there are columns that nobody knows: {', '.join(sorted(read.unknown))}"))
        else:
            for row in read.rows():
                _take(rows, wrong, row)
    except Unreadable as error:
        raise UnreadableList(*wrong, Wrong(error.line, error.reason)) from None
    if not rows and not wrong:
        wrong.append(Wrong(2, "the list has no rows"))
    if len(rows) > MOST_ROWS:
        wrong.append(Wrong(1, f"the list has more than {MOST_ROWS} rows"))
    if wrong:
        raise UnreadableList(*wrong)
    return tuple(rows.values())


def _take(rows: dict[str, Row], wrong: list[Wrong], read: CsvRow) -> None:
    if read.wrong:
        wrong.append(Wrong(read.line, read.wrong))
        return
    try:
        row = Row.model_validate(read.said)
    except ValidationError as error:
        wrong.append(Wrong(read.line, reasons(error)))
        return
    if row.function == "head":
        wrong.append(Wrong(read.line, "function: the head is named by the delegation, not by this list"))
    elif row.mail in rows:
        wrong.append(Wrong(read.line, "mail: stands in the list twice"))
    else:
        rows[row.mail] = row
