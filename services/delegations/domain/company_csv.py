"""Companies as a CSV file, its columns named in French or English.

Columns: name (nom, raison sociale), country (pays), categories (catégories), website (site web), mail (courriel),
contact, language (langue), siren, size (taille), languages (langues), markets (marchés). Only the name is needed.
Several values in one cell are separated by "|".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from services.delegations.domain.exhibitor_list import ExhibitorList, Facts, Remark, collect
from services.delegations.domain.located_json import Located
from shared.csv_rows import Table, table

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
NEEDED = ("name",)
SIZES = {"petite": "small", "moyenne": "medium", "grande": "large"}


def parse(content: bytes) -> ExhibitorList:
    """Read the file; a bad row is refused, the others stand. What is no such file raises Unreadable."""
    read = table(content, NAMES, NEEDED)
    wrong: list[Remark] = []
    listing = collect(Facts(), list(_located(read, wrong)))
    listing.refused = sorted([*listing.refused, *wrong], key=lambda remark: remark.line)
    listing.warnings[:0] = [Remark(1, None, reason) for reason in _doubts(read)]
    return listing


def _doubts(read: Table) -> Iterator[str]:
    if read.guessed:
        yield "the file is not UTF-8 and was read as Windows-1252: look at the accents"
    for name in read.unknown:
        yield f'the column "{name}" is not known, left out'


def _located(read: Table, wrong: list[Remark]) -> Iterator[Located]:
    for row in read.rows():
        if row.wrong:
            wrong.append(Remark(row.line, None, row.wrong))
        else:
            yield Located(row.line, _row(row.said))


def _row(said: Mapping[str, str]) -> dict[str, Any]:
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
