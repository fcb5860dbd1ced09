"""Companies as a CSV file: its encoding and separator found out, its columns named in French or English.

Columns: name (nom, raison sociale), country (pays), categories (catégories), website (site web), mail (courriel),
contact, language (langue), siren, size (taille), languages (langues), markets (marchés). Only the name is needed.
Several values in one cell are separated by "|".
"""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from services.delegations.domain.exhibitor_list import ExhibitorList, Facts, Remark, collect
from services.delegations.domain.likeness import words
from services.delegations.domain.located_json import Located, Unreadable

SEPARATORS = (";", ",", "\t")
WITHIN = "|"
NAMES = {
    "name": ("name", "company", "nom", "raison sociale", "societe", "entreprise"),
    "country": ("country", "pays"),
    "categories": ("categories", "category", "categorie"),
    "website": ("website", "web", "site", "site web"),
    "mail": ("mail", "e mail", "email", "courriel"),
    "contact": ("contact", "contact name", "nom du contact"),
    "language": ("language", "langue"),
    "siren": ("siren",),
    "size": ("size", "taille"),
    "languages": ("languages", "langues"),
    "markets": ("markets", "marches"),
}
COLUMNS = {spelling: column for column, spellings in NAMES.items() for spelling in spellings}
SIZES = {"petite": "small", "moyenne": "medium", "grande": "large"}


def parse(content: bytes) -> ExhibitorList:
    """Read the file; a bad row is refused, the others stand. What is no such file raises Unreadable."""
    text, encoding = decoded(content)
    separator = _separator(text)
    rows = _rows(text, separator)
    _, heading = next(rows)
    columns, remarks = _columns(heading)
    if encoding == "cp1252":
        remarks.insert(0, Remark(1, None, "the file is not UTF-8 and was read as Windows-1252: look at the accents"))
    wrong: list[Remark] = []
    listing = collect(Facts(), list(_located(rows, columns, wrong)))
    listing.refused = sorted([*listing.refused, *wrong], key=lambda remark: remark.line)
    listing.warnings[:0] = remarks
    return listing


def decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8, UTF-16 if a byte order mark says so, else Windows-1252. Raises Unreadable."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, encoding
    raise Unreadable(1, 1, "the text is neither UTF-8 nor UTF-16 with a byte order mark nor Windows-1252")


def _separator(text: str) -> str:
    """The one that makes the most known columns of the first line."""
    first = text.lstrip("\r\n").splitlines()[:1]
    if not first:
        raise Unreadable(1, 1, "the file is empty")
    headings = {one: _heading(first[0], one) for one in SEPARATORS}
    best = max(SEPARATORS, key=lambda one: sum(_column(cell) is not None for cell in headings[one]))
    if "name" not in map(_column, headings[best]):
        raise Unreadable(1, 1, 'no column is named "name" or "nom", whether the separator is ";", "," or a tab')
    return best


def _heading(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator))
    except csv.Error as error:
        raise Unreadable(1, 1, str(error)) from None


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(line, 1, f"the row that begins here: {error}") from None


def _columns(heading: Sequence[str]) -> tuple[list[str | None], list[Remark]]:
    """What each column means, None where that is not known, which is remarked."""
    columns = [_column(cell) for cell in heading]
    for column in set(columns) - {None}:
        if columns.count(column) > 1:
            raise Unreadable(1, 1, f"several columns mean {column}")
    strange = [cell for cell, column in zip(heading, columns, strict=True) if column is None]
    return columns, [Remark(1, None, f'the column "{cell.strip()[:80]}" is not known, left out') for cell in strange]


def _column(cell: str) -> str | None:
    return COLUMNS.get(" ".join(words(cell)))


def _located(
    rows: Iterator[tuple[int, list[str]]], columns: Sequence[str | None], wrong: list[Remark]
) -> Iterator[Located]:
    for line, cells in rows:
        if len(cells) != len(columns):
            wrong.append(Remark(line, None, f"row: has {len(cells)} cells, the first line has {len(columns)}"))
            continue
        said = {column: cell.strip() for column, cell in zip(columns, cells, strict=True) if column and cell.strip()}
        yield Located(line, _row(said))


def _row(said: dict[str, str]) -> dict[str, Any]:
    """The row in the shape that it would have in a fair's JSON file."""
    row: dict[str, Any] = {name: said[name] for name in ("name", "website") if name in said}
    row["category"] = _several(said.get("categories", ""))
    if "country" in said:
        row["country"] = {"iso2": said["country"].upper()}
    if "mail" in said:
        named = {"name": said.get("contact"), "language": said.get("language", "").lower() or None}
        row["contact"] = {"mail": said["mail"], **named}
    size = said.get("size", "").lower()
    row["profile"] = {
        "siren": said.get("siren"),
        "size": SIZES.get(size, size) or None,
        "languages": [language.lower() for language in _several(said.get("languages", ""))],
        "markets": [market.upper() for market in _several(said.get("markets", ""))],
    }
    return row


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(WITHIN) if part.strip()]
