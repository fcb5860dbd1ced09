"""A company: who it is, what it declares of itself, and the exhibitor lists that it stands on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from services.delegations.domain.labels import distinct
from shared.contracts.delegations.company import CompanyChanged, CompanyEvent, CompanyExhibited, CompanyRegistered
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True)
class Particulars:
    """What is known of a company; `contact` is the id of the person to write to."""

    name: str
    country: str | None = None
    categories: tuple[str, ...] = ()
    website: str | None = None
    contact: str | None = None


@dataclass(frozen=True)
class Company:
    """`lists` has the categories under which the company exhibits, by fair."""

    id: str = ""
    particulars: Particulars | None = None
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def categories_at(self, fair: str) -> tuple[str, ...]:
        """What the company shows at this fair: the list's categories, then those that it declares of itself."""
        declared = self.particulars.categories if self.particulars else ()
        return distinct((*self.lists.get(fair, ()), *declared))


@dataclass(frozen=True)
class Register:
    company: str
    particulars: Particulars


@dataclass(frozen=True)
class Change:
    """The particulars are now these, whole; the name stays, because the company's id is derived from it."""

    company: str
    country: str | None
    categories: tuple[str, ...]
    website: str | None
    contact: str | None


@dataclass(frozen=True)
class Enlist:
    """A fair's list shows this company; what the list leaves out stays as it is known."""

    company: str
    fair: str
    name: str
    country: str | None = None
    categories: tuple[str, ...] = ()
    website: str | None = None
    contact: str | None = None


Command = Register | Change | Enlist


def decide(company: Company, command: Command) -> list[CompanyEvent]:
    """Saying the same again changes nothing. Slugs: `company-already-registered`, `company-unknown`."""
    known = company.particulars
    match command:
        case Register(company=id, particulars=particulars):
            if known is None:
                return [CompanyRegistered(company=id, **vars(particulars))]
            if known != particulars:
                raise Refused("company-already-registered", f"company {id} is registered with other particulars")
            return []
        case Change(company=id):
            if known is None:
                raise Refused("company-unknown", f"there is no company {id}")
            return _changed(company, Particulars(**{"name": known.name} | _without_id(command)))
        case Enlist():
            return [*_known(company, command), *_exhibited(company, command)]


def _known(company: Company, listed: Enlist) -> list[CompanyEvent]:
    known = company.particulars
    if known is None:
        particulars = Particulars(listed.name, listed.country, (), listed.website, listed.contact)
        return [CompanyRegistered(company=listed.company, **vars(particulars))]
    merged = replace(
        known,
        name=listed.name,
        country=listed.country or known.country,
        website=listed.website or known.website,
        contact=listed.contact or known.contact,
    )
    return _changed(company, merged)


def _changed(company: Company, particulars: Particulars) -> list[CompanyEvent]:
    if particulars == company.particulars:
        return []
    return [CompanyChanged(company=company.id, **vars(particulars))]


def _exhibited(company: Company, listed: Enlist) -> list[CompanyEvent]:
    if company.lists.get(listed.fair) == listed.categories:
        return []
    return [CompanyExhibited(company=listed.company, fair=listed.fair, categories=listed.categories)]


def _without_id(change: Change) -> dict[str, Any]:
    return {name: value for name, value in vars(change).items() if name != "company"}


def evolve(company: Company, event: CompanyEvent) -> Company:
    match event:
        case CompanyRegistered() | CompanyChanged():
            particulars = Particulars(event.name, event.country, event.categories, event.website, event.contact)
            return replace(company, id=event.company, particulars=particulars)
        case CompanyExhibited(fair=fair, categories=categories):
            return replace(company, lists={**company.lists, fair: categories})


COMPANY: Decider[Company, Command, CompanyEvent] = Decider("company", Company(), decide, evolve, CompanyEvent)
