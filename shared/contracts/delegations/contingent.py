"""What is published of a country's contingent: who has a place at a fair."""

from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact


class PlaceTaken(DelegationsFact):
    type: Literal["delegations.PlaceTaken"] = "delegations.PlaceTaken"
    fair: str
    country: str
    person: str


class PlaceFreed(DelegationsFact):
    type: Literal["delegations.PlaceFreed"] = "delegations.PlaceFreed"
    fair: str
    country: str
    person: str


ContingentEvent = PlaceTaken | PlaceFreed
