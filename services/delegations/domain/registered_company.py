"""What is known of a company after all that has happened to it, and whether it may take part in what others offer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from services.delegations.domain.labels import distinct
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

Standing = Literal["pending", "approved", "refused", "suspended"]


@dataclass(frozen=True)
class Particulars:
    """What is known of a company; `contact` is the id of the person to write to."""

    name: str
    country: str | None = None
    categories: tuple[str, ...] = ()
    website: str | None = None
    contact: str | None = None


@dataclass(frozen=True)
class Profile:
    """What a company can do and wants; the fields are those of CompanyProfiled."""

    siren: str | None = None
    size: str | None = None
    languages: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    capabilities: tuple[Capability, ...] = ()


@dataclass(frozen=True)
class Company:
    """`lists` has the categories under which the company exhibits, by fair; `staff` the role of each person.

    `standing` counts from registration on; `reason` is why it was refused or suspended. `names` are all under which
    the company was ever known, `absorbed` its duplicates, `merged_into` the company whose duplicate it is itself.
    """

    id: str = ""
    particulars: Particulars | None = None
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    standing: Standing = "approved"
    reason: str | None = None
    profile: Profile = field(default_factory=Profile)
    staff: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    absorbed: tuple[str, ...] = ()
    merged_into: str | None = None

    def categories_at(self, fair: str) -> tuple[str, ...]:
        """What the company shows at this fair: the list's categories, then those that it declares of itself."""
        declared = self.particulars.categories if self.particulars else ()
        return distinct((*self.lists.get(fair, ()), *declared))

    def profiled(self, profile: Profile, company: str = "") -> list[CompanyEvent]:
        """That the profile is now this one, unless it is already; `company` is the id of one that is not yet known."""
        if profile == self.profile:
            return []
        former = self.profile.siren if self.profile.siren != profile.siren else None
        return [CompanyProfiled(company=self.id or company, **vars(profile), former_siren=former)]

    @property
    def may_take_part(self) -> bool:
        """Whether days, delegations and whatever else is offered may count on this company."""
        return self.particulars is not None and self.standing == "approved" and self.merged_into is None


def evolve(company: Company, event: CompanyEvent) -> Company:
    match event:
        case CompanyRegistered() | CompanyChanged():
            particulars = Particulars(event.name, event.country, event.categories, event.website, event.contact)
            names = tuple(dict.fromkeys((*company.names, event.name)))
            return replace(company, id=event.company, particulars=particulars, names=names)
        case CompanyExhibited(fair=fair, categories=categories):
            return replace(company, lists={**company.lists, fair: categories})
        case CompanyProfiled():
            return replace(company, profile=Profile(**{name: getattr(event, name) for name in vars(Profile())}))
        case StaffAppointed(person=person, role=role):
            return replace(company, staff={**company.staff, person: role})
        case StaffDismissed(person=person):
            return replace(company, staff={one: role for one, role in company.staff.items() if one != person})
        case CompanyMerged(into=survivor):
            return replace(company, merged_into=survivor)
        case CompanyAbsorbed(duplicate=duplicate):
            return replace(company, absorbed=(*company.absorbed, duplicate))
        case _:
            return _vetted(company, event)


def _vetted(
    company: Company,
    event: CompanyApplied | CompanyApproved | CompanyRefused | CompanySuspended | CompanyReinstated,
) -> Company:
    match event:
        case CompanyApplied():
            return replace(company, standing="pending", reason=None)
        case CompanyApproved() | CompanyReinstated():
            return replace(company, standing="approved", reason=None)
        case CompanyRefused(reason=reason):
            return replace(company, standing="refused", reason=reason)
        case CompanySuspended(reason=reason):
            return replace(company, standing="suspended", reason=reason)
