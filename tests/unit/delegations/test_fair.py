"""The rules of a fair."""

from dataclasses import replace
from datetime import date

from services.delegations.domain.fair import FAIR, Announce
from shared.contracts.delegations.fair import FairAnnounced
from tests.scenario import Scenario

ANNOUNCE = Announce("exposec", "Exposec", "2027", "FR", date(2027, 5, 4), date(2027, 5, 6))
ANNOUNCED = FairAnnounced(**vars(ANNOUNCE))

fair = Scenario(FAIR)


def test_a_fair_is_announced() -> None:
    fair.when(ANNOUNCE).then(ANNOUNCED)


def test_announcing_the_same_fair_again_changes_nothing() -> None:
    fair.given(ANNOUNCED).when(ANNOUNCE).nothing_happens()


def test_a_fair_cannot_be_announced_again_with_other_particulars() -> None:
    fair.given(ANNOUNCED).when(replace(ANNOUNCE, name="Other")).refused("fair-already-announced")


def test_a_fair_cannot_end_before_it_starts() -> None:
    fair.when(replace(ANNOUNCE, ends_on=date(2027, 5, 3))).refused("fair-ends-before-start")
