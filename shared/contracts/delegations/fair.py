"""What is published of a fair."""

from datetime import date, datetime
from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact, Part


class FairAnnounced(DelegationsFact):
    type: Literal["delegations.FairAnnounced"] = "delegations.FairAnnounced"
    fair: str
    name: str
    edition: str
    country: str
    starts_on: date
    ends_on: date


class Session(Part):
    """A point of the fair's programme, between two UTC instants; `hall` is one of the fair's."""

    title: str
    starts_at: datetime
    ends_at: datetime
    hall: str | None = None


class Quota(Part):
    """How many members the delegations of a country may have accredited in all."""

    country: str
    members: int


class FairDetailed(DelegationsFact):
    """The fair's details are now these, whole; days begin and end by the clocks of `time_zone`.

    `series` is what the editions of a fair have in common; after `closes_on` nobody registers; `quota` is for countries
    that `quotas` does not name, None without limit; on `purge_on` the personal data of all delegations is erased.
    """

    type: Literal["delegations.FairDetailed"] = "delegations.FairDetailed"
    fair: str
    time_zone: str
    series: str | None = None
    halls: tuple[str, ...] = ()
    programme: tuple[Session, ...] = ()
    closes_on: date | None = None
    quotas: tuple[Quota, ...] = ()
    quota: int | None = None
    purge_on: date | None = None


FairEvent = FairAnnounced | FairDetailed
