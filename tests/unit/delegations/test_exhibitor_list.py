"""What becomes of a fair's exhibitor list, good rows and bad ones."""

import json
from datetime import date
from typing import Any

import pytest

from services.delegations.domain.exhibitor_list import Remark, parse
from services.delegations.domain.labels import company_id
from shared.contracts.people import Person
from shared.unreadable import Unreadable


def listing(*rows: Any, **facts: Any) -> bytes:
    """A file whose first row stands on line 3, each row on a line of its own."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    members = "".join(f'"{name}": {json.dumps(value)}, ' for name, value in facts.items())
    return f'{{{members}\n"exhibitor": [\n{lines}\n]}}'.encode()


def place(iso2: str) -> dict[str, Any]:
    return {"text": "1 street\nSOMEWHERE", "iso2": iso2, "lat": 1.0, "lon": 2.0}


def test_a_row_becomes_an_exhibitor() -> None:
    row = {
        "name": " ACME ",
        "category": ["Boots", "boots", "Drones"],
        "address": place("FR"),
        "website": "acme.example",
    }
    (exhibitor,) = parse(listing(row)).exhibitors
    assert (exhibitor.company, exhibitor.name, exhibitor.country) == (company_id("acme"), "ACME", "FR")
    assert (exhibitor.categories, exhibitor.website) == (("Boots", "Drones"), "https://acme.example")


@pytest.mark.parametrize("name", ["3M", "İPEK SAVUNMA SAN. LTD.ŞTİ.", "ADNV——BEIJING", "A, B & C / D (E)", "E’"])
def test_real_names_survive(name: str) -> None:
    assert [exhibitor.name for exhibitor in parse(listing({"name": name})).exhibitors] == [name]


def test_the_country_stands_in_the_address_or_alone_or_nowhere() -> None:
    rows = (
        {"name": "A", "country": {"text": "x\nFrance", "iso2": "FR"}},
        {"name": "B", "address": place("DE")},
        {"name": "C"},
    )
    assert [exhibitor.country for exhibitor in parse(listing(*rows)).exhibitors] == ["FR", "DE", None]


def test_a_broken_website_is_left_out_with_a_warning() -> None:
    found = parse(listing({"name": "A"}, {"name": "B", "website": "info@b.example"}))
    assert found.exhibitors[1].website is None
    assert found.warnings == [Remark(4, "B", 'website: "info@b.example" is no web address, left out')]


def test_of_two_websites_the_first_is_kept_with_a_warning() -> None:
    found = parse(listing({"name": "A", "website": ["a.example", "b.example"]}))
    assert found.exhibitors[0].website == "https://a.example"
    assert found.warnings == [Remark(3, "A", "website: 2 addresses, the first is kept")]


def test_a_contact_is_a_person_whose_id_follows_from_the_company() -> None:
    row = {"name": "ACME", "country": {"iso2": "FR"}, "contact": {"mail": "a@acme.example"}}
    (exhibitor,) = parse(listing(row)).exhibitors
    person = Person(id=f"contact-{company_id('ACME')}", name="ACME", mail="a@acme.example", language="fr")
    assert exhibitor.contact == person


def test_a_contact_that_cannot_be_written_to_is_left_out_with_a_warning() -> None:
    found = parse(listing({"name": "ACME", "contact": {"mail": "nobody"}}))
    assert found.exhibitors[0].contact is None
    assert [(warning.line, warning.reason[:14]) for warning in found.warnings] == [(3, "contact: mail:")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"category": ["Boots"]}, "name: Field required"),
        ({"name": ""}, "name: String should have at least 1 character"),
        ({"name": "***"}, "name: has neither a letter nor a digit"),
        ({"name": "A\u0000B"}, "name: must have no control characters"),
        ({"name": "ACME", "category": "Boots"}, "category: Input should be a valid tuple"),
        ({"name": "ACME", "category": ["Boots", 7]}, "category.1: Input should be a valid string"),
        ({"name": "ACME", "address": {"iso2": "France"}}, "address.iso2: String should match pattern '^[A-Z]{2}$'"),
        ({"name": "ACME", "website": 7}, "website: Input should be a valid tuple"),
        (["ACME"], "row: must be an object {...}"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_the_others_go_in(row: Any, reason: str) -> None:
    found = parse(listing({"name": "First"}, row, {"name": "Last"}))
    assert [exhibitor.name for exhibitor in found.exhibitors] == ["First", "Last"]
    assert [(refusal.line, refusal.reason) for refusal in found.refused] == [(4, reason)]


def test_a_second_spelling_of_a_name_is_refused() -> None:
    found = parse(listing({"name": "Acme S.A."}, {"name": "Beta"}, {"name": "ACME SA"}))
    assert found.refused == [Remark(5, "ACME SA", "the same company stands on line 3")]


def test_the_file_says_which_fair_it_is_of() -> None:
    facts = parse(listing(name="Exposec", edition="2027", startDate="2027-05-04", endDate="2027-05-06")).facts
    assert (facts.name, facts.edition, facts.starts_on) == ("Exposec", "2027", date(2027, 5, 4))


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"", 1, 1),
        (b"[]", 1, 1),
        (b"{}", 1, 1),
        (b'{"exhibitor": {}}', 1, 15),
        (b'{"exhibitor": []} x', 1, 19),
        (b'{"exhibitor": [],\n "exhibitor": []}', 2, 1),
        (b'{"exhibitor": [\n{"name": "A"},\n{"name": "B"', 3, 13),
        (b'{"exhibitor": [\n{"name": "A"}\n', 3, 1),
        (b'{"exhibitor": [\n{"name": "A"}\n{"name": "B"}]}', 3, 1),
        (b'{"exhibitor": [\n{"name": NaN}]}', 2, 1),
        (b'{"exhibitor": [\n{"name": "\xc3\xa9\xff"}]}', 2, 12),
        (b'{"startDate": "soon",\n"exhibitor": []}', 1, 1),
        (b'{"exhibitor": [' + b"[" * 100_000, 1, 16),
        (b'{"exhibitor": [\n' + b"9" * 5000 + b"]}", 2, 1),
    ],
)
def test_what_is_no_fair_file_is_refused_as_a_whole_with_line_and_column(
    content: bytes, line: int, column: int
) -> None:
    with pytest.raises(Unreadable) as error:
        parse(content)
    assert (error.value.line, error.value.column) == (line, column), error.value
