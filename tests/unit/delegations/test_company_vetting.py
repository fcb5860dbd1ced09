"""The rules of vetting, of the profile and of the staff of a company."""

import pytest

from services.delegations.domain.company import COMPANY, Describe, Enlist, Particulars, Register
from services.delegations.domain.company_staff import Appoint, Dismiss
from services.delegations.domain.company_vetting import Apply, Approve, Refuse, Reinstate, Suspend, Vetting
from services.delegations.domain.registered_company import Profile
from services.delegations.domain.siren import siren
from shared.contracts.delegations.company import (
    CompanyApplied,
    CompanyApproved,
    CompanyEvent,
    CompanyExhibited,
    CompanyProfiled,
    CompanyRefused,
    CompanyRegistered,
    CompanyReinstated,
    CompanySuspended,
    StaffAppointed,
    StaffDismissed,
)
from tests.scenario import Scenario

REGISTERED = CompanyRegistered(company="acme", name="ACME")
APPLIED, APPROVED = CompanyApplied(company="acme"), CompanyApproved(company="acme")
REFUSED = CompanyRefused(company="acme", reason="no activity")
SUSPENDED = CompanySuspended(company="acme", reason="licence withdrawn")
REINSTATED = CompanyReinstated(company="acme")

company = Scenario(COMPANY)
entered = company.given(REGISTERED)
pending = entered.given(APPLIED)
refused, approved = pending.given(REFUSED), pending.given(APPROVED)
suspended = approved.given(SUSPENDED)


def may_take_part(*events: CompanyEvent) -> bool:
    return COMPANY.fold(events).may_take_part


def test_a_company_that_enters_itself_is_to_be_vetted() -> None:
    company.when(Register("acme", Particulars("ACME"), by_itself=True)).then(REGISTERED, APPLIED)
    pending.when(Register("acme", Particulars("ACME"), by_itself=True)).nothing_happens()
    entered.when(Register("acme", Particulars("ACME"), by_itself=True)).nothing_happens()


def test_only_an_approved_company_may_take_part() -> None:
    assert not may_take_part()
    assert may_take_part(REGISTERED)
    assert not may_take_part(REGISTERED, APPLIED)
    assert may_take_part(REGISTERED, APPLIED, APPROVED)
    assert not may_take_part(REGISTERED, APPLIED, REFUSED)
    assert not may_take_part(REGISTERED, SUSPENDED)
    assert may_take_part(REGISTERED, SUSPENDED, REINSTATED)


def test_a_pending_company_is_approved_or_refused() -> None:
    pending.when(Approve("acme")).then(APPROVED)
    pending.when(Refuse("acme", "no activity")).then(REFUSED)


def test_an_approved_company_is_suspended_and_reinstated() -> None:
    for scenario in (entered, approved):
        scenario.when(Suspend("acme", "licence withdrawn")).then(SUSPENDED)
    suspended.when(Reinstate("acme")).then(REINSTATED)


def test_a_refused_company_may_ask_again() -> None:
    refused.when(Apply("acme")).then(APPLIED)
    refused.given(APPLIED).when(Approve("acme")).then(APPROVED)


def test_the_same_decision_again_changes_nothing() -> None:
    pending.when(Apply("acme")).nothing_happens()
    approved.when(Approve("acme")).nothing_happens()
    refused.when(Refuse("acme", "no activity")).nothing_happens()
    suspended.when(Suspend("acme", "licence withdrawn")).nothing_happens()
    suspended.given(REINSTATED).when(Reinstate("acme")).nothing_happens()


@pytest.mark.parametrize(
    ("scenario", "command", "slug"),
    [
        (refused, Approve("acme"), "company-not-pending"),
        (refused, Refuse("acme", "another reason"), "company-not-pending"),
        (refused, Suspend("acme", "fraud"), "company-not-approved"),
        (refused, Reinstate("acme"), "company-not-suspended"),
        (approved, Refuse("acme", "no activity"), "company-not-pending"),
        (approved, Apply("acme"), "company-not-refused"),
        (suspended, Approve("acme"), "company-not-pending"),
        (suspended, Suspend("acme", "fraud"), "company-not-approved"),
        (pending, Suspend("acme", "fraud"), "company-not-approved"),
        (company, Approve("acme"), "company-unknown"),
    ],
)
def test_no_decision_skips_a_step(
    scenario: Scenario[object, Vetting, CompanyEvent], command: Vetting, slug: str
) -> None:
    scenario.when(command).refused(slug)


def test_a_fair_list_does_not_approve_a_company_that_waits() -> None:
    exhibited = CompanyExhibited(company="acme", fair="exposec")
    pending.when(Enlist("acme", "exposec", "ACME")).then(exhibited)
    assert not may_take_part(REGISTERED, APPLIED, exhibited)


def test_a_profile_is_replaced_whole_and_filled_by_a_file() -> None:
    first = Profile(siren="732829320", size="small", languages=("fr",))
    profiled = CompanyProfiled(company="acme", siren="732829320", size="small", languages=("fr",))
    entered.when(Describe("acme", first)).then(profiled)
    entered.given(profiled).when(Describe("acme", first)).nothing_happens()
    filled = profiled.model_copy(update={"markets": ("PE",)})
    entered.given(profiled).when(Enlist("acme", None, "ACME", profile=Profile(markets=("PE",)))).then(filled)
    company.when(Describe("acme", first)).refused("company-unknown")


def test_another_siren_says_which_it_replaces() -> None:
    first = CompanyProfiled(company="acme", siren="732829320")
    another = CompanyProfiled(company="acme", siren="443061841", former_siren="732829320")
    entered.given(first).when(Describe("acme", Profile(siren="443061841"))).then(another)
    none = CompanyProfiled(company="acme", size="small", former_siren="732829320")
    entered.given(first).when(Describe("acme", Profile(size="small"))).then(none)
    sized = CompanyProfiled(company="acme", siren="732829320", size="small")
    entered.given(first).when(Describe("acme", Profile(siren="732829320", size="small"))).then(sized)


def test_staff_have_one_role_each() -> None:
    appointed = StaffAppointed(company="acme", person="acme-a", role="legal")
    entered.when(Appoint("acme", "acme-a", "legal")).then(appointed)
    entered.given(appointed).when(Appoint("acme", "acme-a", "legal")).nothing_happens()
    entered.given(appointed).when(Dismiss("acme", "acme-a")).then(StaffDismissed(company="acme", person="acme-a"))
    entered.when(Dismiss("acme", "acme-a")).refused("staff-unknown")


def test_a_company_with_a_manager_keeps_one() -> None:
    managed = entered.given(StaffAppointed(company="acme", person="acme-a", role="manager"))
    managed.when(Dismiss("acme", "acme-a")).refused("last-manager")
    managed.when(Appoint("acme", "acme-a", "legal")).refused("last-manager")
    two = managed.given(StaffAppointed(company="acme", person="acme-b", role="manager"))
    two.when(Dismiss("acme", "acme-a")).then(StaffDismissed(company="acme", person="acme-a"))


@pytest.mark.parametrize("text", ["732829320", "732 829 320", "356000000", " 443 061 841 "])
def test_a_siren_is_nine_digits_that_check_each_other(text: str) -> None:
    assert siren(text) == "".join(text.split())


@pytest.mark.parametrize("text", ["732829321", "73282932", "7328293200", "73282932O", "000000000", "", "٧٣٢٨٢٩٣٢٠"])
def test_what_is_no_siren(text: str) -> None:
    assert siren(text) is None
