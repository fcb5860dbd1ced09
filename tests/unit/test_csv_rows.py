"""A CSV file becomes rows: whatever its encoding and separator, each with the line on which it begins."""

import pytest

from shared.csv_rows import CsvRow, table
from shared.unreadable import Unreadable

NAMES = {"name": ("name", "nom"), "mail": ("mail", "e mail")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encoding_and_separator_are_found_out(encoding: str, separator: str) -> None:
    text = "NOM;E-mail;Âge\r\n\r\n Élan ;a@b.example;7\r\n;;\r\nZoé;;\r\n".replace(";", separator)
    read = table(text.encode(encoding), NAMES, ("name",))
    assert (read.unknown, read.guessed) == (["Âge"], encoding == "cp1252")
    assert list(read.rows()) == [
        CsvRow(3, {"name": "Élan", "mail": "a@b.example"}),
        CsvRow(5, {"name": "Zoé"}),
    ]


def test_a_row_counts_its_lines_and_says_where_it_begins() -> None:
    read = table(b'name;mail\n"two\nlines";\nshort\nb;c\n', NAMES, ("name",))
    assert list(read.rows()) == [
        CsvRow(2, {"name": "two\nlines"}),
        CsvRow(4, {}, "row: has 1 cells, the first line has 2"),
        CsvRow(5, {"name": "b", "mail": "c"}),
    ]


def test_what_is_missing_is_named_with_the_separators() -> None:
    with pytest.raises(Unreadable, match="names no column mail; columns are separated by semicolon, comma or tab"):
        table(b"name|mail\n", NAMES, ("mail",))
    with pytest.raises(Unreadable, match=r"line 3, .*quotation marks"):
        list(table(b'name\na\n"b\n', NAMES, ("name",)).rows())
