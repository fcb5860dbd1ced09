"""A delegation: a country's visit to a fair, from registration to the exhibitors that it should meet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.delegations.domain.fair import KnownFair
from services.delegations.domain.labels import distinct
from shared.contracts.delegations.delegation import (
    DelegationConfirmed,
    DelegationEvent,
    DelegationRefused,
    DelegationRegistered,
    ExhibitorsMatched,
    Match,
)
from shared.eventing.decider import Decider, Refused

Status = Literal["registered", "confirmed", "refused"]


@dataclass(frozen=True)
class Delegation:
    registered: DelegationRegistered | None = None
    status: Status = "registered"
    matched: bool = False


@dataclass(frozen=True)
class Register:
    """A country announces its visit at an instant; `head` is the id of the person who leads it.

    `to` is the fair as it is at that instant, which says until when it takes registrations.
    """

    delegation: str
    fair: str
    country: str
    head: str
    interests: tuple[str, ...]
    at: datetime
    to: KnownFair


@dataclass(frozen=True)
class Confirm:
    delegation: str


@dataclass(frozen=True)
class Refuse:
    delegation: str
    reason: str


@dataclass(frozen=True)
class MatchExhibitors:
    delegation: str
    matches: tuple[Match, ...]


Command = Register | Confirm | Refuse | MatchExhibitors


def decide(delegation: Delegation, command: Command) -> list[DelegationEvent]:
    """Slugs: `delegation-already-registered`, `delegation-unknown`, `delegation-already-decided`,
    `delegation-not-confirmed`, `registrations-closed`.
    """
    if isinstance(command, Register):
        return _register(delegation, command)
    registered = delegation.registered
    if registered is None:
        raise Refused("delegation-unknown", f"there is no delegation {command.delegation}")
    of = registered.model_dump(include={"delegation", "fair", "country"})
    match command:
        case Confirm():
            _undecided(delegation)
            return [DelegationConfirmed(**of, head=registered.head, interests=registered.interests)]
        case Refuse(reason=reason):
            _undecided(delegation)
            return [DelegationRefused(**of, head=registered.head, reason=reason)]
        case MatchExhibitors(matches=matches):
            if delegation.status != "confirmed":
                raise Refused("delegation-not-confirmed", f"delegation {command.delegation} is {delegation.status}")
            return [] if delegation.matched else [ExhibitorsMatched(**of, matches=matches)]


def _register(delegation: Delegation, command: Register) -> list[DelegationEvent]:
    interests = distinct(command.interests)
    registered = DelegationRegistered(**vars(command) | {"interests": interests})
    if delegation.registered is None:
        command.to.still_open(command.at)
        return [registered]
    if delegation.registered != registered:
        raise Refused("delegation-already-registered", f"{command.delegation} is registered with other particulars")
    return []


def _undecided(delegation: Delegation) -> None:
    if delegation.status != "registered":
        raise Refused("delegation-already-decided", f"the delegation is {delegation.status} already")


def evolve(delegation: Delegation, event: DelegationEvent) -> Delegation:
    match event:
        case DelegationRegistered():
            return Delegation(event)
        case DelegationConfirmed():
            return Delegation(delegation.registered, "confirmed")
        case DelegationRefused():
            return Delegation(delegation.registered, "refused")
        case ExhibitorsMatched():
            return Delegation(delegation.registered, delegation.status, matched=True)


DELEGATION: Decider[Delegation, Command, DelegationEvent] = Decider(
    "delegation", Delegation(), decide, evolve, DelegationEvent
)
