"""What is published of a company."""

from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact, Part


class CompanyRegistered(DelegationsFact):
    """A company is known; `contact` is the id of the person to write to; some real fair files lack the `country`.

    `categories` are what the company declares of itself, beside those of the lists it stands on.
    """

    type: Literal["delegations.CompanyRegistered"] = "delegations.CompanyRegistered"
    company: str
    name: str
    country: str | None = None
    categories: tuple[str, ...] = ()
    website: str | None = None
    contact: str | None = None


class CompanyChanged(DelegationsFact):
    """The company's particulars are now these."""

    type: Literal["delegations.CompanyChanged"] = "delegations.CompanyChanged"
    company: str
    name: str
    country: str | None = None
    categories: tuple[str, ...] = ()
    website: str | None = None
    contact: str | None = None


class CompanyExhibited(DelegationsFact):
    """The company stands on the exhibitor list of a fair, under these categories of that list."""

    type: Literal["delegations.CompanyExhibited"] = "delegations.CompanyExhibited"
    company: str
    fair: str
    categories: tuple[str, ...] = ()


class CompanyApplied(DelegationsFact):
    """The company entered itself, or asks again after a refusal; it takes part in nothing until it is approved.

    A company that the organiser entered is approved by that: its history has no application.
    """

    type: Literal["delegations.CompanyApplied"] = "delegations.CompanyApplied"
    company: str


class CompanyApproved(DelegationsFact):
    type: Literal["delegations.CompanyApproved"] = "delegations.CompanyApproved"
    company: str


class CompanyRefused(DelegationsFact):
    type: Literal["delegations.CompanyRefused"] = "delegations.CompanyRefused"
    company: str
    reason: str


class CompanySuspended(DelegationsFact):
    """An approved company may take part in nothing until it is reinstated."""

    type: Literal["delegations.CompanySuspended"] = "delegations.CompanySuspended"
    company: str
    reason: str


class CompanyReinstated(DelegationsFact):
    type: Literal["delegations.CompanyReinstated"] = "delegations.CompanyReinstated"
    company: str


class Capability(Part):
    """What the company can do in a category, in its own words."""

    category: str
    what: str


class CompanyProfiled(DelegationsFact):
    """What the company can do and wants is now this, whole.

    `siren` has nine digits; `size` is micro, small, medium or large; `languages` are ISO 639-1, `markets` ISO 3166-1.
    `former_siren` is the one that the company had before, where that was another.
    """

    type: Literal["delegations.CompanyProfiled"] = "delegations.CompanyProfiled"
    company: str
    siren: str | None = None
    size: str | None = None
    languages: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    former_siren: str | None = None


class StaffAppointed(DelegationsFact):
    """The person acts for the company in this role, in place of any other; `manager` is who answers for its data."""

    type: Literal["delegations.StaffAppointed"] = "delegations.StaffAppointed"
    company: str
    person: str
    role: str


class StaffDismissed(DelegationsFact):
    type: Literal["delegations.StaffDismissed"] = "delegations.StaffDismissed"
    company: str
    person: str


class CompanyMerged(DelegationsFact):
    """The company was a duplicate of `into`, which goes on.

    `names` are all under which it was ever known, `siren` is the one that it had at the end.
    """

    type: Literal["delegations.CompanyMerged"] = "delegations.CompanyMerged"
    company: str
    into: str
    names: tuple[str, ...]
    siren: str | None = None


class CompanyAbsorbed(DelegationsFact):
    """The company goes on for its `duplicate` too; what it takes over follows as events of its own."""

    type: Literal["delegations.CompanyAbsorbed"] = "delegations.CompanyAbsorbed"
    company: str
    duplicate: str


CompanyEvent = (
    CompanyRegistered
    | CompanyChanged
    | CompanyExhibited
    | CompanyApplied
    | CompanyApproved
    | CompanyRefused
    | CompanySuspended
    | CompanyReinstated
    | CompanyProfiled
    | StaffAppointed
    | StaffDismissed
    | CompanyMerged
    | CompanyAbsorbed
)
