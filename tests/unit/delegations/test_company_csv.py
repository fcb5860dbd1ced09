"""A CSV file of companies: what its encoding and separator may be, and what is wrong with a row."""

import pytest

from services.delegations.domain.company import COMPANY, Enlist
from services.delegations.domain.company_csv import parse
from services.delegations.domain.exhibitor_list import Exhibitor
from services.delegations.domain.intake import planned
from services.delegations.domain.registered_company import Profile
from shared.contracts.delegations.company import CompanyMerged
from shared.eventing.decider import Refused
from shared.unreadable import Unreadable

FRENCH = """Raison sociale;Pays;Catégories;Site web;Courriel;SIREN;Taille;Langues;Marchés
Élan Défense;FR;Drones|Radios;elan.example;vente@elan.example;732 829 320;petite;fr|EN;pe|MA
"""
ENGLISH = "name,country,categories\nÉlan Défense,FR,Drones|Radios\n"


def only(content: bytes) -> Exhibitor:
    listing = parse(content)
    assert listing.refused == []
    (row,) = listing.exhibitors
    return row


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encoding_and_separator_are_found_out(encoding: str, separator: str) -> None:
    row = only(ENGLISH.replace(",", separator).encode(encoding))
    assert (row.line, row.name, row.country, row.categories) == (2, "Élan Défense", "FR", ("Drones", "Radios"))


def test_columns_are_named_in_french_too_and_fill_the_profile() -> None:
    row = only(FRENCH.encode())
    assert row.profile == Profile("732829320", "small", ("fr", "en"), ("PE", "MA"))
    assert (row.website, row.contact and row.contact.mail) == ("https://elan.example", "vente@elan.example")


def test_windows_1252_is_said_since_nothing_in_the_file_proves_it() -> None:
    (remark,) = parse(ENGLISH.encode("cp1252")).warnings
    assert "Windows-1252" in remark.reason
    assert parse(ENGLISH.encode()).warnings == []


def test_each_bad_row_is_refused_with_its_line_and_the_others_stand() -> None:
    rows = [
        "name;country;siren;colour",
        '"Two',
        'lines";FR;;',
        ";;;",
        "Good;FR;;blue",
        "Short;FR",
        "Wrong;FR;732829321;",
        ";FR;;",
        "good;BE;;",
        "Abroad;France;;",
        "Nowhere;ZZ;;",
    ]
    listing = parse("\n".join(rows).encode())
    assert [row.name for row in listing.exhibitors] == ["Good"]
    assert [(remark.line, remark.reason.partition(":")[0]) for remark in listing.refused] == [
        (2, "name"),
        (6, "row"),
        (7, "profile.siren"),
        (8, "name"),
        (9, "the same company stands on line 5"),
        (10, "country.iso2"),
        (11, "country.iso2"),
    ]
    assert [remark.reason for remark in listing.warnings] == ['the column "colour" is not known, left out']


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"country;siren\nFR;732829320\n", "names no column name"),
        (b"name|country\nAcme|FR\n", "names no column name"),
        (b"name;nom\nAcme;Acme\n", "several columns mean name"),
        (ENGLISH.encode("utf-16-le"), "neither UTF-8"),
        (ENGLISH.encode("utf-32"), "neither UTF-8"),
        (b"name\nAcm\x81\n", "neither UTF-8"),
        (b'name;country\n"Acme;FR\n', "unexpected end of data"),
        (b'name;country\nA;"B"c\n', "the row that begins here"),
        (b'{"exhibitor": [{"name": "Acme"}]}', "names no column name"),
    ],
)
def test_what_is_no_such_file_is_unreadable(content: bytes, what: str) -> None:
    with pytest.raises(Unreadable, match=what):
        parse(content)


def test_the_plan_of_a_row_says_what_it_would_change() -> None:
    row = only(FRENCH.encode())
    new = planned(None, row, "exposec")
    assert (new.outcome, new.parts) == ("added", ())
    state = COMPANY.fold(COMPANY.decide(COMPANY.initial, new.command))
    assert planned(state, row, "exposec").outcome == "unchanged"
    assert planned(state, row, "other").parts == ("categories at other",)
    moved = COMPANY.fold(COMPANY.decide(COMPANY.initial, Enlist(row.company, "exposec", "Elan", "BE")))
    changed = planned(moved, row, "exposec")
    assert changed.outcome == "changed"
    assert set(changed.parts) == {
        *("name", "country", "website", "contact", "categories at exposec"),
        *("siren", "size", "languages", "markets"),
    }


def test_a_row_of_a_merged_company_names_the_one_that_goes_on() -> None:
    row = only(ENGLISH.encode())
    state = COMPANY.fold(COMPANY.decide(COMPANY.initial, Enlist(row.company, "exposec", row.name)))
    merged = COMPANY.evolve(state, CompanyMerged(company=row.company, into="acme", names=()))
    with pytest.raises(Refused, match="acme"):
        planned(merged, row, "exposec")
