"""The cells of a row as the values that the body of a request would have."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.csv_rows import Spellings

WITHIN = "|"
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FRENCH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
FLAGS = {"oui": "true", "vrai": "true", "x": "true", "non": "false", "faux": "false"}


@dataclass(frozen=True)
class Columns:
    """The spellings of each column, those that every row needs, and what stands in which.

    `several` have values separated by "|"; ids and codes are taken whatever their case.
    """

    names: Spellings
    needed: Sequence[str]
    days: frozenset[str] = frozenset()
    several: frozenset[str] = frozenset()
    lower: frozenset[str] = frozenset()
    upper: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()

    def values(self, said: Mapping[str, str]) -> dict[str, Any]:
        """What a row says, column by column. Raises ValueError where a day is none."""
        return {column: self._value(column, cell) for column, cell in said.items()}

    def _value(self, column: str, cell: str) -> Any:
        cell = cell.lower() if column in self.lower | self.flags else cell
        cell = cell.upper() if column in self.upper else cell
        if column in self.several:
            return [part.strip() for part in cell.split(WITHIN) if part.strip()]
        if column in self.flags:
            return FLAGS.get(cell, cell)
        return _day(column, cell) if column in self.days else cell

    def told(self) -> str:
        """The columns and their spellings, for the description of a route."""
        return "; ".join(f"{column}: {', '.join(spellings)}" for column, spellings in self.names.items())


def _day(column: str, cell: str) -> str:
    if ISO_DAY.fullmatch(cell):
        return cell
    if french := FRENCH_DAY.fullmatch(cell):
        day, month, year = french.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    raise ValueError(f"{column}: is no day such as 2026-09-01 or 01/09/2026")
