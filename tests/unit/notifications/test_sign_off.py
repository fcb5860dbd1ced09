"""A company signs off a win through its link, once, while the link is valid."""

from dataclasses import replace
from typing import Any

from services.notifications.domain.sign_off import SIGN_OFF, SignOff
from shared.contracts.notifications.sign_off import ResultDisputed, ResultSigned
from tests.scenario import Scenario
from tests.unit.notifications.world import AT, WON

WIN: dict[str, Any] = {"delivery": "d-1", "request": "r1", "win": "w1", "company": "acme"}
SIGNED, DISPUTED = ResultSigned(**WIN), ResultDisputed(**WIN)
SIGN = SignOff(**WIN, verdict="signed", at=AT, until=WON.sign_by)
DISPUTE = replace(SIGN, verdict="disputed")

scenario = Scenario(SIGN_OFF)


def test_a_win_is_signed_or_disputed() -> None:
    scenario.when(SIGN).then(SIGNED)
    scenario.when(DISPUTE).then(DISPUTED)


def test_the_same_again_changes_nothing_however_late_and_another_answer_is_refused() -> None:
    scenario.given(SIGNED).when(replace(SIGN, at=WON.sign_by)).nothing_happens()
    scenario.given(SIGNED).when(DISPUTE).refused("already-signed-off")
    scenario.given(DISPUTED).when(SIGN).refused("already-signed-off")


def test_once_the_time_is_over_no_first_answer_is_taken() -> None:
    scenario.when(replace(SIGN, at=WON.sign_by)).refused("sign-off-lapsed")
