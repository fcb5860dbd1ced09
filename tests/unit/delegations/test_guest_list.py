"""Lists of persons to invite, in every encoding and with every separator that offices use, and those that are none."""

import pytest

from services.delegations.domain.guest_list import Row, UnreadableList, parse

ROWS = (
    Row(name="Inés Huamán", mail="ines@gob.example", function="member", language="en"),
    Row(name="Žofie, Œuvre", mail="z@gob.example", function="companion"),
)


def text(separator: str) -> str:
    name = '"Žofie, Œuvre"'
    lines = (
        ("Name", "mail", "FUNCTION", "language"),
        ("Inés Huamán", "Ines@gob.example ", "member", "EN"),
        (name, "z@gob.example", "companion", ""),
        ("", "", "", ""),
    )
    return "\r\n".join(separator.join(line) for line in lines)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_list_is_read_in_any_usual_encoding_with_any_usual_separator(encoding: str, separator: str) -> None:
    assert parse(text(separator).encode(encoding)) == ROWS


HEADER = "name;mail;function\n"


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"", [(1, "the file is empty")]),
        (b"name|mail|function\na|b@c.example|member", [(1, "the first line names no column name, mail, function")]),
        ((HEADER + "a;b@c.example;member").encode("utf-16-le"), [(1, "the file is neither")]),
        (HEADER.encode() + b"\x81\xff;b@c.example;member", [(2, "the file is neither")]),
        (b"name;mail;function;shoe size\n", [(1, "there are columns that nobody knows: shoe size")]),
        (b"name;mail;function;mail\n", [(1, "several columns mean mail")]),
        (HEADER.encode(), [(2, "the list has no rows")]),
        ((HEADER + 'a;"b@c.example;member\n').encode(), [(2, "the row that begins here has quotation marks")]),
        ((HEADER + "a;b@c.example;head\n").encode(), [(2, "function: the head is named")]),
        ((HEADER + "a;B@c.example;member\nb;b@c.example;member\n").encode(), [(3, "mail: stands in the list twice")]),
        (
            (HEADER + ";b@c.example;member\na;nobody;member\n\na;b@c.example;cook\na;b@c.example\n").encode(),
            [(2, "name: "), (3, "mail: "), (5, "function: "), (6, "row: has 2 cells, the first line has 3")],
        ),
    ],
)
def test_every_line_that_is_wrong_is_named_and_nothing_is_taken(content: bytes, wrong: list[tuple[int, str]]) -> None:
    with pytest.raises(UnreadableList) as refused:
        parse(content)
    found = zip(refused.value.wrong, wrong, strict=True)
    assert [(each.line, each.reason[: len(reason)]) for each, (_, reason) in found] == wrong


def test_the_columns_may_be_named_in_french() -> None:
    assert parse("Nom;Courriel;Fonction\nZoé;zoe@gob.example;member\n".encode("cp1252"))[0].name == "Zoé"


def test_what_is_wrong_is_told_without_repeating_what_stands_there() -> None:
    with pytest.raises(UnreadableList) as refused:
        parse((HEADER + "Secret;secret at example;member\n").encode())
    assert "ecret" not in str(refused.value)
