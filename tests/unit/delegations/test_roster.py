"""The rules of a roster: invitation, registration, accreditation, scans, the end of it all."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.delegations.domain.accreditation import Accredit, ArrangeTravel, Refuse, Submit, Withdraw
from services.delegations.domain.roster import ROSTER, Answer, Enter, Invite, Purge
from services.delegations.domain.scanning import CheckIn, CheckOut
from shared.contracts.delegations.roster import Guest, MemberArrived, MemberRefused, RosterPurged, TravelArranged
from tests.scenario import Scenario
from tests.unit.delegations.one_visit import (
    ACCREDITED,
    ANA,
    ARRIVED,
    EARLY,
    EVENING,
    GUEST,
    INVITED,
    LATE,
    LEFT,
    MORNING,
    OF,
    REGISTERED,
    SUBMITTED,
    VISIT,
    WITHDRAWN,
)

INVITE = Invite(VISIT, (GUEST,), EARLY)
ANSWER = Answer(VISIT, "ana", "es", ("Drones", "drones"), EARLY)
ENTER = Enter(VISIT, "ana", "companion", "es", ("Drones",), EARLY)
TRAVEL = ArrangeTravel(VISIT, "ana", date(2027, 5, 3), date(2027, 5, 7), visa=True)
TRAVELS = TravelArranged(**ANA, arrives_on=date(2027, 5, 3), leaves_on=date(2027, 5, 7), visa=True)

roster = Scenario(ROSTER)
invited = roster.given(INVITED)
registered = invited.given(REGISTERED)
pending = registered.given(SUBMITTED)
accredited = pending.given(ACCREDITED)
inside = accredited.given(ARRIVED)


def test_who_is_a_member_already_is_not_invited_again() -> None:
    roster.when(INVITE).then(INVITED)
    invited.when(INVITE).nothing_happens()
    ben = Guest(person="ben", function="interpreter")
    registered.when(replace(INVITE, guests=(GUEST, ben))).then(INVITED.model_copy(update={"guests": (ben,)}))


def test_who_is_invited_registers_once_in_the_function_of_the_invitation() -> None:
    invited.when(ANSWER).then(REGISTERED)
    registered.when(replace(ANSWER, interpreter="ru", interests=())).nothing_happens()


def test_a_link_registers_nobody_who_was_not_invited() -> None:
    invited.when(replace(ANSWER, person="eve")).refused("member-unknown")
    invited.given(WITHDRAWN).when(ANSWER).refused("member-already-withdrawn")


def test_nobody_is_invited_or_registered_after_the_closing_date() -> None:
    roster.when(replace(INVITE, at=LATE)).refused("registrations-closed")
    roster.when(replace(ENTER, at=LATE)).refused("registrations-closed")
    invited.when(replace(ANSWER, at=LATE)).refused("registrations-closed")


def test_who_said_so_in_time_may_say_so_again_after_the_closing_date() -> None:
    invited.when(replace(INVITE, at=LATE)).nothing_happens()
    registered.when(replace(ENTER, at=LATE)).nothing_happens()
    registered.when(replace(ANSWER, at=LATE)).nothing_happens()


def test_a_country_registers_its_members_itself_whether_invited_or_not() -> None:
    roster.when(ENTER).then(REGISTERED)
    invited.when(ENTER).then(REGISTERED)
    registered.when(replace(ENTER, interpreter=None)).refused("member-already-registered")


def test_the_head_of_a_roster_is_that_of_the_delegation() -> None:
    roster.when(replace(ENTER, function="head")).refused("head-is-another")
    roster.when(replace(ENTER, person="head")).refused("head-is-another")
    roster.when(replace(INVITE, guests=(Guest(person="ana", function="head"),))).refused("head-is-another")
    head = {**ANA, "person": "head"}
    roster.when(replace(ENTER, person="head", function="head")).then(
        REGISTERED.model_copy(update={**head, "function": "head"})
    )


def test_accreditation_goes_from_registered_to_pending_to_accredited() -> None:
    registered.when(Submit(VISIT, "ana")).then(SUBMITTED)
    pending.when(Submit(VISIT, "ana")).nothing_happens()
    pending.when(Accredit(VISIT, "ana", "b1")).then(ACCREDITED)
    accredited.when(Accredit(VISIT, "ana", "b2")).nothing_happens()
    registered.when(Accredit(VISIT, "ana", "b1")).refused("member-not-pending")
    invited.when(Submit(VISIT, "ana")).refused("member-not-registered")


def test_nobody_is_accredited_before_the_delegation_is_confirmed() -> None:
    pending.when(Accredit(replace(VISIT, status="registered"), "ana", "b1")).refused("delegation-not-confirmed")


def test_a_refused_delegation_has_no_members() -> None:
    roster.when(replace(ENTER, visit=replace(VISIT, status="refused"))).refused("delegation-already-refused")


def test_accreditation_is_refused_once_and_for_good() -> None:
    refused = MemberRefused(**ANA, reason="no visa")
    pending.when(Refuse(VISIT, "ana", "no visa")).then(refused)
    pending.given(refused).when(Refuse(VISIT, "ana", "again")).nothing_happens()
    pending.given(refused).when(Accredit(VISIT, "ana", "b1")).refused("member-not-pending")
    accredited.when(Refuse(VISIT, "ana", "late")).refused("member-not-pending")
    pending.given(refused).when(Withdraw(VISIT, "ana")).refused("member-already-refused")


def test_who_withdraws_may_come_back_and_then_needs_another_badge() -> None:
    accredited.when(Withdraw(VISIT, "ana")).then(WITHDRAWN)
    gone = accredited.given(WITHDRAWN)
    gone.when(Withdraw(VISIT, "ana")).nothing_happens()
    gone.when(ENTER).then(REGISTERED)
    back = gone.given(REGISTERED, SUBMITTED)
    back.when(Accredit(VISIT, "ana", "b2")).then(ACCREDITED.model_copy(update={"badge": "b2"}))
    back.when(CheckIn(VISIT, "b1", MORNING)).refused("badge-unknown")
    inside.when(Withdraw(VISIT, "ana")).refused("member-already-arrived")


def test_the_second_form_follows_accreditation_and_may_be_filled_in_anew() -> None:
    accredited.when(TRAVEL).then(TRAVELS)
    accredited.given(TRAVELS).when(TRAVEL).nothing_happens()
    changed = replace(TRAVEL, visa=False)
    accredited.given(TRAVELS).when(changed).then(TRAVELS.model_copy(update={"visa": False}))
    pending.when(TRAVEL).refused("member-not-accredited")
    accredited.when(replace(TRAVEL, leaves_on=date(2027, 5, 2))).refused("travel-ends-before-start")


def test_a_badge_lets_in_once_until_it_was_scanned_at_the_exit() -> None:
    accredited.when(CheckIn(VISIT, "b1", MORNING)).then(ARRIVED)
    inside.when(CheckIn(VISIT, "b1", EVENING)).refused("badge-already-inside")
    inside.when(CheckOut(VISIT, "b1", EVENING)).then(LEFT)
    inside.given(LEFT).when(CheckOut(VISIT, "b1", EVENING)).refused("badge-not-inside")
    inside.given(LEFT).when(CheckIn(VISIT, "b1", EVENING)).then(MemberArrived(**ANA, badge="b1", at=EVENING))


@pytest.mark.parametrize("at", [datetime(2027, 5, 3, 21, 59, tzinfo=UTC), datetime(2027, 5, 6, 22, tzinfo=UTC)])
def test_a_badge_is_good_on_the_days_of_the_fair_by_the_clocks_there(at: datetime) -> None:
    accredited.when(CheckIn(VISIT, "b1", at)).refused("badge-wrong-day")


def test_a_badge_of_whom_nobody_accredits_any_more_lets_nobody_in() -> None:
    accredited.given(WITHDRAWN).when(CheckIn(VISIT, "b1", MORNING)).refused("badge-not-accredited")
    accredited.when(CheckIn(VISIT, "b9", MORNING)).refused("badge-unknown")


def test_a_second_scan_is_told_when_the_first_one_was() -> None:
    outcome = inside.when(CheckIn(VISIT, "b1", EVENING))
    with pytest.raises(Exception, match="2027-05-04T07:30"):
        outcome.decider.decide(outcome.state, outcome.command)


def test_a_roster_is_purged_once_and_then_closed() -> None:
    purge = Purge("peru", "exposec", ("ana",), LATE)
    of = {name: OF[name] for name in ("delegation", "fair")}
    purged = RosterPurged(**of, erased=("ana",), purged_at=LATE)
    accredited.when(purge).then(purged)
    accredited.given(purged).when(replace(purge, at=EVENING)).nothing_happens()
    accredited.given(purged).when(ENTER).refused("roster-purged")
