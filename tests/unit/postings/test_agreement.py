"""The rules of a bilateral agreement."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.postings.domain.agreement import AGREEMENT
from services.postings.domain.agreement_commands import Abandon, End, EnterIntoForce, OpenNegotiations, Renew, Sign
from services.postings.domain.reminders import Remind
from services.postings.views.agreements import AGREEMENTS
from shared.contracts.postings.agreement import (
    AgreementAbandoned,
    AgreementEnded,
    AgreementEnteredIntoForce,
    AgreementExpiring,
    AgreementOpened,
    AgreementRenewed,
    AgreementSigned,
)
from tests.scenario import Scenario
from tests.unit.postings.test_priority_report import documents

OF: dict[str, Any] = {"agreement": "pe-security", "post": "lima", "country": "PE"}
OPENING: dict[str, Any] = {"theme": "drugs", "title": "Security cooperation", "opened_on": date(2026, 2, 1)}
OPEN, OPENED = OpenNegotiations(**OF, **OPENING), AgreementOpened(**OF, **OPENING)
SIGN, SIGNED = Sign(date(2026, 6, 1)), AgreementSigned(**OF, signed_on=date(2026, 6, 1))
IN_FORCE, LAST = date(2026, 9, 1), date(2031, 8, 31)
ENTER = EnterIntoForce(IN_FORCE, LAST)
ENTERED = AgreementEnteredIntoForce(**OF, in_force_on=IN_FORCE, expires_on=LAST)
EXPIRING = AgreementExpiring(**OF, title="Security cooperation", expires_on=LAST)
EXPIRED = AgreementEnded(**OF, ended_on=LAST, because="expired")
ABANDON = Abandon(date(2026, 7, 1), "They will not sign")
ABANDONED = AgreementAbandoned(**OF, abandoned_on=date(2026, 7, 1), reason="They will not sign")

agreement = Scenario(AGREEMENT)
opened = agreement.given(OPENED)
signed = opened.given(SIGNED)
in_force = signed.given(ENTERED)
expired = in_force.given(EXPIRING, EXPIRED)


def test_negotiations_begin_once() -> None:
    agreement.when(OPEN).then(OPENED)
    agreement.when(replace(OPEN, country="ZZ")).refused("country-unknown")
    opened.when(OPEN).nothing_happens()
    opened.when(replace(OPEN, title="Other")).refused("agreement-already-opened")


@pytest.mark.parametrize("command", [SIGN, ENTER, Renew(None), End(LAST, "denounced"), ABANDON, Remind(LAST)])
def test_what_nobody_negotiates_is_unknown(command: object) -> None:
    agreement.when(command).refused("agreement-unknown")  # type: ignore[arg-type]


def test_it_is_signed_once_and_not_before_the_negotiations() -> None:
    opened.when(SIGN).then(SIGNED)
    opened.when(Sign(date(2026, 1, 31))).refused("signed-before-opening")
    signed.when(SIGN).nothing_happens()
    signed.when(Sign(date(2026, 6, 2))).refused("agreement-already-signed")


def test_it_enters_into_force_after_it_was_signed_and_ends_after_that() -> None:
    signed.when(ENTER).then(ENTERED)
    opened.when(ENTER).refused("agreement-not-signed")
    signed.when(replace(ENTER, in_force_on=date(2026, 5, 31))).refused("in-force-before-signature")
    signed.when(replace(ENTER, expires_on=date(2026, 8, 31))).refused("expires-before-in-force")
    in_force.when(ENTER).nothing_happens()
    in_force.when(replace(ENTER, expires_on=None)).refused("agreement-already-in-force")


def test_six_months_before_its_end_somebody_is_reminded_once_and_after_it_it_has_expired() -> None:
    in_force.when(Remind(date(2031, 2, 27))).nothing_happens()
    in_force.when(Remind(date(2031, 2, 28))).then(EXPIRING)
    in_force.given(EXPIRING).when(Remind(LAST)).nothing_happens()
    in_force.given(EXPIRING).when(Remind(date(2031, 9, 1))).then(EXPIRED)
    expired.when(Remind(date(2031, 9, 1))).nothing_happens()
    signed.when(Remind(LAST)).nothing_happens()


def test_it_is_renewed_to_a_later_day_or_for_ever_and_reminded_of_again() -> None:
    later = AgreementRenewed(**OF, expires_on=date(2036, 8, 31))
    in_force.given(EXPIRING).when(Renew(later.expires_on)).then(later)
    in_force.when(Renew(None)).then(AgreementRenewed(**OF))
    in_force.when(Renew(LAST)).nothing_happens()
    in_force.when(Renew(date(2031, 8, 30))).refused("renewed-to-earlier")
    in_force.given(AgreementRenewed(**OF)).when(Renew(LAST)).refused("renewed-to-earlier")
    signed.when(Renew(LAST)).refused("agreement-not-in-force")
    again = AgreementExpiring(**OF, title="Security cooperation", expires_on=date(2036, 8, 31))
    in_force.given(EXPIRING, later).when(Remind(date(2036, 3, 1))).then(again)


def test_what_is_in_force_is_denounced_and_what_is_not_is_abandoned() -> None:
    denounced = AgreementEnded(**OF, ended_on=date(2028, 1, 1), because="denounced")
    in_force.when(End(date(2028, 1, 1), "denounced")).then(denounced)
    in_force.given(denounced).when(End(date(2028, 1, 1), "denounced")).nothing_happens()
    in_force.given(denounced).when(End(date(2028, 1, 1), "replaced")).refused("agreement-ended")
    in_force.when(End(date(2026, 8, 31), "denounced")).refused("ended-before-in-force")
    in_force.when(End(LAST + timedelta(days=1), "denounced")).refused("ended-after-expiry")
    signed.when(End(LAST, "denounced")).refused("agreement-not-in-force")
    signed.when(ABANDON).then(ABANDONED)
    in_force.when(ABANDON).refused("agreement-in-force")
    opened.when(replace(ABANDON, abandoned_on=date(2026, 1, 1))).refused("abandoned-before-opening")
    opened.given(ABANDONED).when(ABANDON).nothing_happens()
    expired.when(ABANDON).refused("agreement-ended")


@pytest.mark.parametrize("command", [SIGN, ENTER, Renew(None)])
def test_what_has_ended_begins_no_more(command: object) -> None:
    expired.when(command).refused("agreement-ended")  # type: ignore[arg-type]


def test_it_is_shown_with_the_day_of_its_next_reminder() -> None:
    def shown(*events: Any) -> tuple[Any, ...]:
        [document] = documents(AGREEMENTS, (OPENED, SIGNED, *events))
        return tuple(document[name] for name in ("status", "expires_on", "expiring", "remind_on"))

    assert shown() == ("signed", None, False, None)
    assert shown(ENTERED) == ("in-force", "2031-08-31", False, "2031-02-28")
    assert shown(ENTERED, EXPIRING) == ("in-force", "2031-08-31", True, "2031-09-01")
    assert shown(ENTERED, EXPIRING, AgreementRenewed(**OF)) == ("in-force", None, False, None)
    assert shown(ENTERED, EXPIRING, EXPIRED) == ("ended", "2031-08-31", False, None)
    [abandoned] = documents(AGREEMENTS, (OPENED, ABANDONED))
    assert (abandoned["because"], abandoned["reason"]) == ("abandoned", "They will not sign")
