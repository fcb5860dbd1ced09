"""The rules of a company and of the exhibitor lists that it stands on."""

from dataclasses import replace

import pytest

from services.delegations.domain.company import COMPANY, Change, Enlist, Particulars, Register
from services.delegations.domain.labels import company_id
from services.delegations.domain.matching import matches
from shared.contracts.delegations.company import CompanyChanged, CompanyExhibited, CompanyRegistered
from shared.contracts.delegations.delegation import Match
from tests.scenario import Scenario

ENLIST = Enlist("acme", "exposec", "ACME", "FR", ("Drones",), "https://acme.example", "contact-acme")
KNOWN = {
    "company": "acme",
    "name": "ACME",
    "country": "FR",
    "website": "https://acme.example",
    "contact": "contact-acme",
}
REGISTERED = CompanyRegistered(**KNOWN)
EXHIBITED = CompanyExhibited(company="acme", fair="exposec", categories=("Drones",))

company = Scenario(COMPANY)
exhibitor = company.given(REGISTERED, EXHIBITED)


def test_a_list_makes_an_unknown_company_known() -> None:
    company.when(ENLIST).then(REGISTERED, EXHIBITED)


def test_the_same_list_again_changes_nothing() -> None:
    exhibitor.when(ENLIST).nothing_happens()


def test_what_a_list_leaves_out_stays_as_it_is_known() -> None:
    exhibitor.when(Enlist("acme", "exposec", "ACME", categories=("Drones",))).nothing_happens()


def test_what_a_list_says_otherwise_changes_the_company() -> None:
    changed = CompanyChanged(**KNOWN | {"country": "BE"})
    exhibitor.when(replace(ENLIST, country="BE")).then(changed)


def test_another_fair_has_categories_of_its_own() -> None:
    other = CompanyExhibited(company="acme", fair="other", categories=("Radios",))
    exhibitor.when(replace(ENLIST, fair="other", categories=("Radios",))).then(other)


def test_other_categories_on_the_list_are_a_new_fact() -> None:
    corrected = CompanyExhibited(company="acme", fair="exposec", categories=("Radios",))
    exhibitor.when(replace(ENLIST, categories=("Radios",))).then(corrected)


def test_two_lists_in_turn_change_nothing_any_more() -> None:
    other = replace(ENLIST, fair="other", categories=("Radios",))
    exhibitor.given(CompanyExhibited(company="acme", fair="other", categories=("Radios",))).when(
        other
    ).nothing_happens()


def test_a_company_registers_itself_and_again_without_effect() -> None:
    particulars = Particulars("ACME", "FR", ("Robots",))
    registered = CompanyRegistered(company="acme", name="ACME", country="FR", categories=("Robots",))
    company.when(Register("acme", particulars)).then(registered)
    company.given(registered).when(Register("acme", particulars)).nothing_happens()
    company.given(registered).when(Register("acme", Particulars("ACME"))).refused("company-already-registered")


def test_only_a_known_company_can_change() -> None:
    change = Change("acme", "BE", ("Robots",), None, None)
    company.when(change).refused("company-unknown")
    changed = CompanyChanged(company="acme", name="ACME", country="BE", categories=("Robots",))
    company.given(REGISTERED).when(change).then(changed)
    company.given(REGISTERED, changed).when(change).nothing_happens()


@pytest.mark.parametrize("spelling", ["Acme S.A.", "ACME SA", "acme-sa", "ＡＣＭＥ　ＳＡ"])
def test_spellings_with_the_same_letters_and_digits_are_one_company(spelling: str) -> None:
    assert company_id(spelling) == company_id("ACME S.A.")


def test_a_name_without_letters_and_digits_is_nobody() -> None:
    assert company_id("* – *") is None


def _exhibitor(id: str, country: str | None, *categories: str, fair: str = "exposec", declared: str = "") -> object:
    registered = CompanyRegistered(company=id, name=id, country=country, categories=(declared,) if declared else ())
    return COMPANY.fold([registered, CompanyExhibited(company=id, fair=fair, categories=categories)])


def test_french_exhibitors_with_a_category_in_common_match() -> None:
    exhibitors = [
        _exhibitor("zeta", "FR", "Drones", "Border  CONTROL", "Boots"),
        _exhibitor("beta", "FR", "Boots"),
        _exhibitor("gamma", "BE", "Drones"),
        _exhibitor("delta", None, "Drones"),
        _exhibitor("alpha", "FR", "Drones", fair="other"),
        _exhibitor("eta", "FR", declared="drones"),
    ]
    found = matches("exposec", ("DRONES", "border control "), exhibitors)  # type: ignore[arg-type]
    assert found == (
        Match(company="eta", because=("drones",)),
        Match(company="zeta", because=("Drones", "Border  CONTROL")),
    )
