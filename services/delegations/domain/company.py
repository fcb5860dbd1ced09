"""A company: who it is, what it declares of itself, and the exhibitor lists that it stands on."""

from dataclasses import dataclass, field, replace
from typing import Any

from services.delegations.domain import company_merging, company_staff, company_vetting
from services.delegations.domain.company_merging import Absorb, MergeInto
from services.delegations.domain.company_staff import Appoint, Dismiss
from services.delegations.domain.company_vetting import Apply, Approve, Refuse, Reinstate, Suspend
from services.delegations.domain.labels import distinct
from services.delegations.domain.registered_company import Company as Company
from services.delegations.domain.registered_company import Particulars as Particulars
from services.delegations.domain.registered_company import Profile, evolve
from shared.contracts.delegations.company import (
    CompanyApplied,
    CompanyChanged,
    CompanyEvent,
    CompanyExhibited,
    CompanyRegistered,
)
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True)
class Register:
    """A company enters itself, and is then to be vetted, or the organiser enters it, who thereby approves it."""

    company: str
    particulars: Particulars
    by_itself: bool = False


@dataclass(frozen=True)
class Change:
    """The particulars are now these, whole; the name stays, because the company's id is derived from it."""

    company: str
    country: str | None
    categories: tuple[str, ...]
    website: str | None
    contact: str | None


@dataclass(frozen=True)
class Describe:
    """The profile is now this, whole."""

    company: str
    profile: Profile


@dataclass(frozen=True)
class Enlist:
    """A fair's list shows this company; what the list leaves out stays as it is known.

    Without a fair it is the organiser's own file, whose categories join those that the company declares of itself.
    """

    company: str
    fair: str | None
    name: str
    country: str | None = None
    categories: tuple[str, ...] = ()
    website: str | None = None
    contact: str | None = None
    profile: Profile = field(default_factory=Profile)


Vetting = Apply | Approve | Refuse | Suspend | Reinstate
Command = Register | Change | Describe | Enlist | Vetting | Appoint | Dismiss | MergeInto | Absorb


def decide(company: Company, command: Command) -> list[CompanyEvent]:
    """Saying the same again changes nothing. Slugs: `company-already-registered`, `company-unknown`,
    `company-merged`, and those of the other files.
    """
    if not isinstance(command, MergeInto):
        company_merging.unmerged(company)
    if isinstance(command, Register):
        return _registered(company, command)
    if isinstance(command, Enlist):
        return [*_known(company, command), *_exhibited(company, command), *_filled(company, command)]
    if company.particulars is None:
        raise Refused("company-unknown", f"there is no company {command.company}")
    match command:
        case Change():
            return _changed(company, Particulars(**{"name": company.particulars.name} | _without_id(command)))
        case Describe(profile=profile):
            return company.profiled(profile)
        case Appoint() | Dismiss():
            return company_staff.decide(company, command)
        case Absorb(duplicate=duplicate):
            return company_merging.absorb(company, duplicate)
        case MergeInto():
            return company_merging.merge_into(company, command)
        case _:
            return company_vetting.decide(company, command)


def _registered(company: Company, command: Register) -> list[CompanyEvent]:
    id, particulars = command.company, command.particulars
    if company.particulars is None:
        registered = CompanyRegistered(company=id, **vars(particulars))
        return [registered, CompanyApplied(company=id)] if command.by_itself else [registered]
    if company.particulars != particulars:
        raise Refused("company-already-registered", f"company {id} is registered with other particulars")
    return []


def _known(company: Company, listed: Enlist) -> list[CompanyEvent]:
    known, declared = company.particulars, () if listed.fair else listed.categories
    if known is None:
        particulars = Particulars(listed.name, listed.country, declared, listed.website, listed.contact)
        return [CompanyRegistered(company=listed.company, **vars(particulars))]
    merged = replace(
        known,
        name=listed.name,
        country=listed.country or known.country,
        categories=distinct((*known.categories, *declared)) if declared else known.categories,
        website=listed.website or known.website,
        contact=listed.contact or known.contact,
    )
    return _changed(company, merged)


def _changed(company: Company, particulars: Particulars) -> list[CompanyEvent]:
    if particulars == company.particulars:
        return []
    return [CompanyChanged(company=company.id, **vars(particulars))]


def _exhibited(company: Company, listed: Enlist) -> list[CompanyEvent]:
    if listed.fair is None or company.lists.get(listed.fair) == listed.categories:
        return []
    return [CompanyExhibited(company=listed.company, fair=listed.fair, categories=listed.categories)]


def _filled(company: Company, listed: Enlist) -> list[CompanyEvent]:
    said = {name: value for name, value in vars(listed.profile).items() if value}
    return company.profiled(replace(company.profile, **said), listed.company)


def _without_id(change: Change) -> dict[str, Any]:
    return {name: value for name, value in vars(change).items() if name != "company"}


COMPANY: Decider[Company, Command, CompanyEvent] = Decider("company", Company(), decide, evolve, CompanyEvent)
