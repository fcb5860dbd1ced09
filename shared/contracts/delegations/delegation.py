"""What is published of a delegation: a country's visit to a fair."""

from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact, Part


class DelegationRegistered(DelegationsFact):
    type: Literal["delegations.DelegationRegistered"] = "delegations.DelegationRegistered"
    delegation: str
    fair: str
    country: str
    head: str
    interests: tuple[str, ...]


class DelegationConfirmed(DelegationsFact):
    type: Literal["delegations.DelegationConfirmed"] = "delegations.DelegationConfirmed"
    delegation: str
    fair: str
    country: str
    head: str
    interests: tuple[str, ...]


class DelegationRefused(DelegationsFact):
    type: Literal["delegations.DelegationRefused"] = "delegations.DelegationRefused"
    delegation: str
    fair: str
    country: str
    head: str
    reason: str


class Match(Part):
    """Why this company: the categories in which it has something, that the delegation is interested in."""

    company: str
    because: tuple[str, ...]


class ExhibitorsMatched(DelegationsFact):
    """The French exhibitors of the fair whose categories meet a confirmed delegation's interests."""

    type: Literal["delegations.ExhibitorsMatched"] = "delegations.ExhibitorsMatched"
    delegation: str
    fair: str
    country: str
    matches: tuple[Match, ...]


DelegationEvent = DelegationRegistered | DelegationConfirmed | DelegationRefused | ExhibitorsMatched
