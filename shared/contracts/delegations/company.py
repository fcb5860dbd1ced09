"""What is published of a company."""

from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact


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


CompanyEvent = CompanyRegistered | CompanyChanged | CompanyExhibited
