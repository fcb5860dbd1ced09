"""What the views of companies, duplicates, associations and the showcase show."""

from typing import Any

import pytest

from services.delegations.views.associations import ASSOCIATIONS
from services.delegations.views.companies import COMPANIES
from services.delegations.views.likenesses import LIKENESSES
from services.delegations.views.showcase import SHOWCASE_ITEMS, matching
from shared.contracts.delegations.association import (
    AssociationFounded,
    AssociationMemberAdmitted,
    AssociationMemberLeft,
    AssociationStaffAppointed,
    AssociationStaffDismissed,
)
from shared.contracts.delegations.company import (
    Capability,
    CompanyAbsorbed,
    CompanyApplied,
    CompanyApproved,
    CompanyChanged,
    CompanyEvent,
    CompanyExhibited,
    CompanyMerged,
    CompanyProfiled,
    CompanyRefused,
    CompanyRegistered,
    CompanyReinstated,
    CompanySuspended,
    StaffAppointed,
    StaffDismissed,
)
from shared.contracts.delegations.showcase import (
    ShowcaseItemDescribed,
    ShowcaseItemPublished,
    ShowcaseItemWithdrawn,
)
from tests.unit.delegations.test_views import shown

ACME = CompanyRegistered(company="acme", name="ACME")


@pytest.mark.parametrize(
    ("events", "standing"),
    [
        ([], ("approved", None)),
        ([CompanyApplied(company="acme")], ("pending", None)),
        ([CompanyApplied(company="acme"), CompanyApproved(company="acme")], ("approved", None)),
        ([CompanyRefused(company="acme", reason="no")], ("refused", "no")),
        ([CompanySuspended(company="acme", reason="fraud")], ("suspended", "fraud")),
        (
            [CompanySuspended(company="acme", reason="fraud"), CompanyReinstated(company="acme")],
            ("approved", None),
        ),
    ],
)
def test_a_company_shows_its_standing(events: list[CompanyEvent], standing: tuple[str, str | None]) -> None:
    documents: Any = shown(COMPANIES, [ACME, *events])
    assert (documents["acme"]["standing"], documents["acme"]["reason"]) == standing


def test_a_company_shows_profile_and_staff() -> None:
    events = [
        CompanyProfiled(company="acme", siren="732829320", languages=("fr",)),
        StaffAppointed(company="acme", person="acme-a", role="manager"),
        StaffAppointed(company="acme", person="acme-b", role="legal"),
        StaffDismissed(company="acme", person="acme-b"),
        CompanyAbsorbed(company="acme", duplicate="other"),
    ]
    acme: Any = shown(COMPANIES, [ACME, *events])["acme"]
    assert (acme["profile"]["siren"], acme["profile"]["languages"]) == ("732829320", ["fr"])
    assert acme["staff"] == {"acme-a": "manager"}
    assert acme["absorbed"] == ["other"]


def test_a_document_from_before_vetting_becomes_whole() -> None:
    old = {"name": "ACME", "lists": {"exposec": ["Drones"]}, "declared": []}
    assert COMPANIES.evolve(old, CompanyApplied(company="acme")) == {
        **old,
        "standing": "pending",
        "reason": None,
        "profile": {"siren": None, "size": None, "languages": [], "markets": [], "capabilities": []},
        "staff": {},
        "merged_into": None,
        "absorbed": [],
        "fairs": ["exposec"],
        "categories": ["Drones"],
        "words": ["acme", "drones"],
    }


def test_a_duplicate_names_the_company_that_goes_on_and_is_found_no_more() -> None:
    listed = CompanyExhibited(company="acme", fair="exposec", categories=("Drones",))
    merged = CompanyMerged(company="acme", into="other", names=("ACME",))
    acme: Any = shown(COMPANIES, [ACME, listed, merged])["acme"]
    assert (acme["merged_into"], acme["fairs"], acme["categories"], acme["words"]) == ("other", [], [], [])


def test_a_company_is_found_by_the_words_of_its_name_categories_and_capabilities() -> None:
    capability = Capability(category="Capteurs", what="Dix heures en l'air")
    events = [
        CompanyRegistered(company="acme", name="Élan S.A.S.", categories=("Caméras",)),
        CompanyExhibited(company="acme", fair="exposec", categories=("Optronics",)),
        CompanyProfiled(company="acme", capabilities=(capability,)),
    ]
    acme: Any = shown(COMPANIES, events)["acme"]
    assert acme["words"] == ["air", "cameras", "capteurs", "dix", "elan", "en", "heures", "l", "optronics", "sas"]


def test_companies_with_names_alike_stand_together_until_they_are_merged() -> None:
    double = CompanyRegistered(company="double", name="Acme SAS")
    other = CompanyRegistered(company="other", name="Other")
    changed = CompanyChanged(company="acme", name="ACME", country="FR")
    documents: Any = shown(LIKENESSES, [ACME, double, other, changed])
    assert [one["id"] for one in documents["acme"]["companies"]] == ["acme", "double"]
    assert {key: document["several"] for key, document in documents.items()} == {"acme": True, "other": False}
    merged = CompanyMerged(company="double", into="acme", names=("Acme SAS",))
    documents = shown(LIKENESSES, [ACME, double, merged])
    assert documents["acme"] == {"companies": [{"id": "acme", "name": "ACME"}], "several": False}


def test_companies_with_one_siren_stand_together_until_one_has_another_or_is_merged() -> None:
    one = CompanyProfiled(company="acme", siren="732829320")
    two = CompanyProfiled(company="double", siren="732829320")
    assert shown(LIKENESSES, [one, two])["siren:732829320"] == {
        "siren": "732829320",
        "companies": [{"id": "acme"}, {"id": "double"}],
        "several": True,
    }
    corrected = CompanyProfiled(company="double", siren="443061841", former_siren="732829320")
    documents: Any = shown(LIKENESSES, [one, two, corrected])
    assert {key: [each["id"] for each in group["companies"]] for key, group in documents.items()} == {
        "siren:732829320": ["acme"],
        "siren:443061841": ["double"],
    }
    emptied = CompanyProfiled(company="double", former_siren="732829320")
    merged = CompanyMerged(company="double", into="acme", names=(), siren="732829320")
    for end in (emptied, merged):
        documents = shown(LIKENESSES, [one, two, end])
        assert not documents["siren:732829320"]["several"]


def test_an_association_shows_members_and_staff() -> None:
    of = {"association": "gicat"}
    documents = shown(
        ASSOCIATIONS,
        [
            AssociationFounded(**of, name="GICAT", country="FR"),
            AssociationMemberAdmitted(**of, company="b"),
            AssociationMemberAdmitted(**of, company="a"),
            AssociationMemberAdmitted(**of, company="c"),
            AssociationMemberLeft(**of, company="c"),
            AssociationStaffAppointed(**of, person="p", role="manager"),
            AssociationStaffAppointed(**of, person="q", role="legal"),
            AssociationStaffDismissed(**of, person="q"),
        ],
    )
    assert documents == {"gicat": {"name": "GICAT", "country": "FR", "members": ["a", "b"], "staff": {"p": "manager"}}}


def test_an_item_of_the_showcase_has_the_words_by_which_it_is_found() -> None:
    described = ShowcaseItemDescribed(
        item="cam", title="Caméra", description="Vue de nuit", categories=("OPTRONICS ",), used_by=(), companies=()
    )
    documents: Any = shown(SHOWCASE_ITEMS, [described, ShowcaseItemPublished(item="cam")])
    assert documents["cam"]["published"]
    assert documents["cam"]["words"] == ["camera", "de", "nuit", "optronics", "vue"]
    assert documents["cam"]["category_keys"] == ["optronics"]
    documents = shown(SHOWCASE_ITEMS, [described, ShowcaseItemPublished(item="cam"), ShowcaseItemWithdrawn(item="cam")])
    assert not documents["cam"]["published"]


def test_a_search_asks_for_every_word_and_a_text_without_words_finds_nothing() -> None:
    assert matching(None, None) == {}
    assert matching("Optronics ", "NUIT (caméra") == {
        "category_keys": "optronics",
        "$and": [{"words": {"$regex": "^nuit"}}, {"words": {"$regex": "^camera"}}],
    }
    assert matching(None, "...") == {"$and": [{"words": {"$in": []}}]}
