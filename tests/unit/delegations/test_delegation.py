"""The rules of a delegation."""

from dataclasses import replace
from datetime import UTC, date, datetime

from services.delegations.domain.delegation import DELEGATION, Confirm, MatchExhibitors, Refuse, Register
from services.delegations.domain.fair import KnownFair
from shared.contracts.delegations.delegation import (
    DelegationConfirmed,
    DelegationRefused,
    DelegationRegistered,
    ExhibitorsMatched,
    Match,
)
from shared.contracts.delegations.fair import FairAnnounced, FairDetailed
from tests.scenario import Scenario

OF = {"delegation": "peru", "fair": "exposec", "country": "PE"}
REGISTERED = DelegationRegistered(**OF, head="head", interests=("Drones",))
CONFIRMED = DelegationConfirmed(**OF, head="head", interests=("Drones",))
REFUSED = DelegationRefused(**OF, head="head", reason="no visas")
MATCHES = (Match(company="acme", because=("Drones",)),)
MATCHED = ExhibitorsMatched(**OF, matches=MATCHES)
FAIR = KnownFair(
    FairAnnounced(
        fair="exposec", name="Exposec", edition="1", country="FR", starts_on=date(2027, 5, 4), ends_on=date(2027, 5, 6)
    ),
    FairDetailed(fair="exposec", time_zone="Europe/Paris", closes_on=date(2027, 4, 1)),
)
OPEN, CLOSED = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 4, 2, tzinfo=UTC)
REGISTER = Register("peru", "exposec", "PE", "head", ("Drones", "DRONES "), OPEN, FAIR)

delegation = Scenario(DELEGATION)
registered = delegation.given(REGISTERED)
confirmed = registered.given(CONFIRMED)


def test_a_delegation_registers_with_each_interest_once() -> None:
    delegation.when(REGISTER).then(REGISTERED)


def test_registering_the_same_delegation_again_changes_nothing() -> None:
    confirmed.when(REGISTER).nothing_happens()


def test_an_id_cannot_be_taken_by_another_delegation() -> None:
    registered.when(replace(REGISTER, country="CL")).refused("delegation-already-registered")


def test_nobody_registers_after_the_closing_date_but_who_has_may_say_so_again() -> None:
    late = replace(REGISTER, at=CLOSED)
    delegation.when(late).refused("registrations-closed")
    registered.when(late).nothing_happens()


def test_a_registered_delegation_is_confirmed_or_refused_once() -> None:
    registered.when(Confirm("peru")).then(CONFIRMED)
    registered.when(Refuse("peru", "no visas")).then(REFUSED)
    confirmed.when(Refuse("peru", "no visas")).refused("delegation-already-decided")
    registered.given(REFUSED).when(Confirm("peru")).refused("delegation-already-decided")


def test_an_unknown_delegation_cannot_be_confirmed() -> None:
    delegation.when(Confirm("peru")).refused("delegation-unknown")


def test_a_confirmed_delegation_is_matched_once() -> None:
    confirmed.when(MatchExhibitors("peru", MATCHES)).then(MATCHED)
    confirmed.given(MATCHED).when(MatchExhibitors("peru", ())).nothing_happens()


def test_only_a_confirmed_delegation_is_matched() -> None:
    registered.when(MatchExhibitors("peru", MATCHES)).refused("delegation-not-confirmed")
