"""What is published of a fair."""

from datetime import date
from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact


class FairAnnounced(DelegationsFact):
    type: Literal["delegations.FairAnnounced"] = "delegations.FairAnnounced"
    fair: str
    name: str
    edition: str
    country: str
    starts_on: date
    ends_on: date


FairEvent = FairAnnounced
