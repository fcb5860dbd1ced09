"""Merging: a duplicate ends in the company that goes on, which takes over what the duplicate had and it has not."""

from dataclasses import dataclass, replace

from services.delegations.domain.labels import category_key, distinct
from services.delegations.domain.registered_company import Company, Profile
from shared.contracts.delegations.company import (
    CompanyAbsorbed,
    CompanyChanged,
    CompanyEvent,
    CompanyExhibited,
    CompanyMerged,
    StaffAppointed,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class MergeInto:
    """The company is a duplicate of another one, which is told so in the same transaction."""

    company: str
    into: str


@dataclass(frozen=True)
class Absorb:
    """The company goes on for its duplicate, which is as it was when the command was made."""

    company: str
    duplicate: Company


def merge_into(company: Company, command: MergeInto) -> list[CompanyEvent]:
    """Slugs: `company-merged`, `company-merged-with-itself`."""
    if company.merged_into == command.into:
        return []
    unmerged(company)
    if company.id == command.into:
        raise Refused("company-merged-with-itself", f"company {company.id} is no duplicate of itself")
    return [CompanyMerged(company=company.id, into=command.into, names=company.names, siren=company.profile.siren)]


def absorb(company: Company, duplicate: Company) -> list[CompanyEvent]:
    """What the company knows of itself stands; gaps are filled, lists, categories and profiles are united."""
    if duplicate.id in company.absorbed:
        return []
    absorbed = CompanyAbsorbed(company=company.id, duplicate=duplicate.id)
    return [
        absorbed,
        *_particulars(company, duplicate),
        *_lists(company, duplicate),
        *_profile(company, duplicate),
        *(
            StaffAppointed(company=company.id, person=person, role=role)
            for person, role in duplicate.staff.items()
            if person not in company.staff
        ),
    ]


def unmerged(company: Company) -> None:
    """Raises Refused `company-merged`, with the company that goes on, where this one is a duplicate."""
    if company.merged_into is not None:
        raise Refused("company-merged", f"company {company.id} was merged into {company.merged_into}")


def _particulars(company: Company, duplicate: Company) -> list[CompanyEvent]:
    known, other = company.particulars, duplicate.particulars
    if known is None or other is None:
        return []
    filled = replace(
        known,
        country=known.country or other.country,
        categories=distinct((*known.categories, *other.categories)),
        website=known.website or other.website,
        contact=known.contact or other.contact,
    )
    return [] if filled == known else [CompanyChanged(company=company.id, **vars(filled))]


def _lists(company: Company, duplicate: Company) -> list[CompanyEvent]:
    united = {
        fair: distinct((*company.lists.get(fair, ()), *categories)) for fair, categories in duplicate.lists.items()
    }
    return [
        CompanyExhibited(company=company.id, fair=fair, categories=categories)
        for fair, categories in united.items()
        if company.lists.get(fair) != categories
    ]


def _profile(company: Company, duplicate: Company) -> list[CompanyEvent]:
    known, other = company.profile, duplicate.profile
    own = set(map(category_key, (one.category for one in known.capabilities)))
    more = (one for one in other.capabilities if category_key(one.category) not in own)
    united = Profile(
        known.siren or other.siren,
        known.size or other.size,
        tuple(dict.fromkeys((*known.languages, *other.languages))),
        tuple(dict.fromkeys((*known.markets, *other.markets))),
        (*known.capabilities, *more),
    )
    return company.profiled(united)
