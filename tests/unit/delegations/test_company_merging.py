"""The rules of duplicates: whose names are alike, and what becomes of the two that are merged."""

import pytest

from services.delegations.domain.company import COMPANY, Change, Enlist, Particulars, Register
from services.delegations.domain.company_merging import Absorb, MergeInto
from services.delegations.domain.company_vetting import Approve
from services.delegations.domain.likeness import likeness, tokens
from services.delegations.domain.registered_company import Company
from shared.contracts.delegations.company import (
    Capability,
    CompanyAbsorbed,
    CompanyChanged,
    CompanyExhibited,
    CompanyMerged,
    CompanyProfiled,
    CompanyRegistered,
    StaffAppointed,
)
from tests.scenario import Scenario

ACME = CompanyRegistered(company="acme", name="ACME", country="FR", categories=("Drones",))
DOUBLE = CompanyRegistered(company="double", name="Acme SAS", country="BE", website="https://acme.example")
RENAMED = CompanyChanged(**DOUBLE.model_dump(exclude={"type"}) | {"name": "ACME S.A.S."})
LISTED = CompanyExhibited(company="double", fair="exposec", categories=("Radios",))
STAFF = StaffAppointed(company="double", person="double-a", role="manager")
PROFILED = CompanyProfiled(company="double", siren="732829320")
MERGED = CompanyMerged(company="double", into="acme", names=("Acme SAS", "ACME S.A.S."))
ABSORBED = CompanyAbsorbed(company="acme", duplicate="double")
DUPLICATE: Company = COMPANY.fold([DOUBLE, RENAMED, LISTED, STAFF, PROFILED])

acme = Scenario(COMPANY).given(ACME)
double = Scenario(COMPANY).given(DOUBLE, RENAMED, LISTED, STAFF)


def test_the_company_that_goes_on_takes_over_what_it_lacks() -> None:
    acme.when(Absorb("acme", DUPLICATE)).then(
        ABSORBED,
        CompanyChanged(
            company="acme", name="ACME", country="FR", categories=("Drones",), website="https://acme.example"
        ),
        CompanyExhibited(company="acme", fair="exposec", categories=("Radios",)),
        CompanyProfiled(company="acme", siren="732829320"),
        StaffAppointed(company="acme", person="double-a", role="manager"),
    )


def test_what_both_know_stays_as_the_company_that_goes_on_says() -> None:
    same = acme.given(
        CompanyExhibited(company="acme", fair="exposec", categories=("radios", "Boots")),
        CompanyProfiled(company="acme", siren="443061841"),
        StaffAppointed(company="acme", person="double-a", role="legal"),
        CompanyChanged(**ACME.model_dump(exclude={"type"}) | {"website": "https://other.example"}),
    )
    same.when(Absorb("acme", DUPLICATE)).then(ABSORBED)


def test_profiles_are_united_and_each_category_keeps_what_the_survivor_says() -> None:
    own = Capability(category="Drones", what="own words")
    other = (Capability(category="DRONES", what="other words"), Capability(category="Radios", what="far"))
    known = acme.given(CompanyProfiled(company="acme", size="small", languages=("fr",), capabilities=(own,)))
    profiled = CompanyProfiled(
        company="double", size="large", languages=("en", "fr"), markets=("PE",), capabilities=other
    )
    united = CompanyProfiled(
        company="acme", size="small", languages=("fr", "en"), markets=("PE",), capabilities=(own, other[1])
    )
    events = known.after(Absorb("acme", COMPANY.fold([DOUBLE, profiled])))
    assert united in events


def test_a_duplicate_ends_in_the_other() -> None:
    double.when(MergeInto("double", "acme")).then(MERGED)
    of_a_siren = MERGED.model_copy(update={"siren": "732829320"})
    double.given(PROFILED).when(MergeInto("double", "acme")).then(of_a_siren)
    double.given(MERGED).when(MergeInto("double", "acme")).nothing_happens()
    acme.given(ABSORBED).when(Absorb("acme", DUPLICATE)).nothing_happens()


def test_nothing_can_be_said_to_a_duplicate_any_more() -> None:
    ended = double.given(MERGED)
    for command in (
        Register("double", Particulars("Acme SAS")),
        Change("double", "FR", (), None, None),
        Enlist("double", "exposec", "Acme SAS"),
        Approve("double"),
        MergeInto("double", "third"),
        Absorb("double", COMPANY.fold([ACME])),
    ):
        ended.when(command).refused("company-merged")
    assert not COMPANY.fold(ended.history).may_take_part


def test_a_company_is_no_duplicate_of_itself_and_an_unknown_one_of_nobody() -> None:
    acme.when(MergeInto("acme", "acme")).refused("company-merged-with-itself")
    Scenario(COMPANY).when(MergeInto("nobody", "acme")).refused("company-unknown")
    Scenario(COMPANY).when(Absorb("nobody", DUPLICATE)).refused("company-unknown")


@pytest.mark.parametrize("name", ["ACME", "Acme SAS", "acmé s.a.s.", "Groupe ACME", "A-C-M-E", "Acme Group"])
def test_accents_blanks_and_legal_forms_make_no_other_company(name: str) -> None:
    assert likeness(name) == "acme"


def test_a_name_of_legal_forms_alone_keeps_them() -> None:
    assert likeness("SAS Holding") == "sasholding"
    assert likeness("Acme Robots") != likeness("Acme")


def test_words_are_found_without_accents_and_case() -> None:
    assert tokens(["Caméra THERMIQUE", "thermique"]) == ["camera", "thermique"]
