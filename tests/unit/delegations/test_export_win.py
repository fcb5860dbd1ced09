"""The rules of an export win."""

from dataclasses import replace
from datetime import date, timedelta

from services.delegations.domain.assistance import ASSISTANCE
from services.delegations.domain.export_win import DeclareWin, SettleWin
from tests.scenario import Scenario
from tests.unit.delegations.one_request import (
    ACCEPTED,
    ANSWERED,
    AT,
    DECLARED,
    LIMA,
    QUITO,
    REJECTED,
    REQUESTED,
    ROUTED,
    SIGNED,
)

accepted = Scenario(ASSISTANCE).given(REQUESTED, ROUTED, ACCEPTED)
answered = accepted.given(ANSWERED)
declared = answered.given(DECLARED)
DECLARE = DeclareWin("r1", "w1", LIMA, None, "Drone", date(2027, 3, 1), 90_000, AT)
SIGN = SettleWin("r1", "w1", "acme", "signed", AT)
REJECT = replace(SIGN, verdict="rejected")


def test_a_win_comes_of_an_answer_and_is_declared_by_desk_or_company() -> None:
    answered.when(DECLARE).then(DECLARED)
    by_company = replace(DECLARE, by=None, company="acme")
    answered.when(by_company).then(DECLARED.model_copy(update={"declared_by": "company"}))
    accepted.when(DECLARE).refused("assistance-not-answered")
    answered.when(replace(DECLARE, by=QUITO)).refused("desk-forbidden")
    answered.when(replace(by_company, company="bolt")).refused("company-forbidden")


def test_an_amount_may_be_left_out() -> None:
    answered.when(replace(DECLARE, amount=None)).then(DECLARED.model_copy(update={"amount": None}))


def test_a_win_is_reached_between_the_request_and_now() -> None:
    for day in (date(2027, 2, 28), date(2027, 3, 2)):
        answered.when(replace(DECLARE, reached_on=day)).refused("win-outside-request")


def test_declaring_the_same_win_again_changes_nothing() -> None:
    declared.when(replace(DECLARE, at=AT + timedelta(hours=1))).nothing_happens()
    declared.when(replace(DECLARE, amount=1)).refused("win-already-declared")


def test_the_company_is_asked_about_one_win_at_a_time_for_seven_days() -> None:
    other = replace(DECLARE, win="w2", at=AT + timedelta(days=6, hours=23))
    declared.when(other).refused("win-awaits-sign-off")
    late = replace(other, at=AT + timedelta(days=7))
    again = DECLARED.model_copy(update={"win": "w2", "at": late.at, "sign_by": late.at + timedelta(days=7)})
    declared.when(late).then(again)
    declared.given(REJECTED).when(replace(DECLARE, win="w2")).then(DECLARED.model_copy(update={"win": "w2"}))


def test_the_company_signs_or_rejects_once_within_seven_days() -> None:
    declared.when(SIGN).then(SIGNED)
    declared.when(REJECT).then(REJECTED)
    declared.given(SIGNED).when(SIGN).nothing_happens()
    declared.given(SIGNED).when(REJECT).refused("win-already-settled")
    declared.when(replace(SIGN, at=AT + timedelta(days=7))).refused("sign-off-lapsed")
    declared.when(replace(SIGN, company="bolt")).refused("company-forbidden")
    answered.when(SIGN).refused("win-unknown")
