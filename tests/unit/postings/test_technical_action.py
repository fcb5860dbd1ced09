"""The rules of a technical action, from the need to the evaluation six months later."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.postings.domain.reminders import Remind, months_later
from services.postings.domain.technical_action import TECHNICAL_ACTION
from services.postings.domain.technical_action_commands import (
    Approve,
    Cancel,
    Complete,
    DeliverEquipment,
    Evaluate,
    NameExpert,
    NoteAttendance,
    Refuse,
    ReleaseExpert,
    ReleaseFunds,
)
from shared.contracts.postings.technical_action import (
    TechnicalActionAttendanceNoted,
    TechnicalActionCancelled,
    TechnicalActionEquipmentDelivered,
    TechnicalActionEvaluated,
    TechnicalActionEvaluationDue,
    TechnicalActionExpertNamed,
    TechnicalActionExpertReleased,
    TechnicalActionFundsReleased,
    TechnicalActionRefused,
    TechnicalActionRequested,
)
from tests.scenario import Scenario
from tests.unit.postings.cooperation import (
    APPROVED,
    COMMIT,
    COMMITTED,
    COMPLETED,
    COURSE,
    FIRST,
    LAST,
    NEED,
    PLAN,
    PLAN_SESSION,
    PLANNED,
    REQUEST,
    REQUESTED,
    SESSION,
)

APPROVE = Approve("police", date(2027, 2, 1))
ATTENDED = TechnicalActionAttendanceNoted(**COURSE, session="profiling", present=18)
ATTEND = NoteAttendance("profiling", 18, date(2027, 3, 2))
KIT: dict[str, Any] = {"delivery": "kit", "item": "Scanner", "quantity": 2, "value": 9_000, "delivered_on": FIRST}
DELIVER, DELIVERED = DeliverEquipment(**KIT), TechnicalActionEquipmentDelivered(**COURSE, **KIT)
DUE = date(2027, 9, 12)
EVALUATE = Evaluate(DUE, 4, "Twelve containers were profiled")
EVALUATED = TechnicalActionEvaluated(**COURSE, evaluated_on=DUE, rating=4, conclusion="Twelve containers were profiled")
CANCELLED = TechnicalActionCancelled(**COURSE, reason="coup")
REFUSAL = TechnicalActionRefused(**COURSE, reason="no officers", budget=20_000)

action = Scenario(TECHNICAL_ACTION)
requested = action.given(REQUESTED)
planned = requested.given(PLANNED)
approved = planned.given(APPROVED)
completed = approved.given(COMPLETED)
evaluated = completed.given(EVALUATED)


def test_a_need_is_told_once() -> None:
    action.when(REQUEST).then(REQUESTED)
    action.when(replace(REQUEST, country="ZZ")).refused("country-unknown")
    requested.when(REQUEST).nothing_happens()
    requested.when(replace(REQUEST, need="Another")).refused("technical-action-already-requested")


@pytest.mark.parametrize("command", [PLAN, APPROVE, Cancel("x"), COMMIT, Complete(LAST), EVALUATE, Remind(DUE)])
def test_nothing_happens_to_what_nobody_asked_for(command: object) -> None:
    action.when(command).refused("technical-action-unknown")  # type: ignore[arg-type]


def test_a_plan_is_changed_until_it_is_decided() -> None:
    requested.when(PLAN).then(PLANNED)
    planned.when(PLAN).nothing_happens()
    cheaper = PLANNED.model_copy(update={"budget": 15_000, "former_budget": 20_000})
    planned.when(replace(PLAN, budget=15_000)).then(cheaper)
    planned.given(cheaper).when(replace(PLAN, budget=15_000)).nothing_happens()
    approved.when(PLAN).nothing_happens()
    approved.when(replace(PLAN, budget=15_000)).refused("technical-action-decided")


def test_a_plan_has_days_in_their_order_and_in_its_year() -> None:
    requested.when(replace(PLAN, ends_on=date(2027, 2, 28))).refused("ends-before-start")
    next_year = replace(PLAN, starts_on=date(2028, 1, 1), ends_on=date(2028, 1, 2))
    requested.when(next_year).refused("plan-outside-year")


def test_the_directorate_whose_officers_go_approves_before_the_start() -> None:
    planned.when(APPROVE).then(APPROVED)
    approved.when(APPROVE).nothing_happens()
    requested.when(APPROVE).refused("technical-action-not-planned")
    planned.when(replace(APPROVE, directorate="gendarmerie")).refused("directorate-forbidden")
    planned.when(replace(APPROVE, approved_on=date(2027, 3, 2))).refused("approved-after-start")


def test_it_refuses_with_a_reason_and_for_good() -> None:
    planned.when(Refuse("police", "no officers")).then(REFUSAL)
    refused = planned.given(REFUSAL)
    refused.when(Refuse("police", "no officers")).nothing_happens()
    refused.when(APPROVE).refused("technical-action-decided")
    approved.when(Refuse("police", "no officers")).refused("technical-action-decided")
    refused.when(Cancel("x")).refused("technical-action-ended")


def test_it_is_cancelled_until_it_is_completed() -> None:
    approved.when(Cancel("coup")).then(CANCELLED)
    approved.given(CANCELLED).when(Cancel("coup")).nothing_happens()
    approved.given(CANCELLED).when(COMMIT).refused("technical-action-ended")
    completed.when(Cancel("coup")).refused("technical-action-ended")


def test_money_is_committed_within_the_budget_of_an_approved_action() -> None:
    approved.when(COMMIT).then(COMMITTED)
    planned.when(COMMIT).refused("technical-action-not-approved")
    approved.given(COMMITTED).when(COMMIT).nothing_happens()
    approved.given(COMMITTED).when(replace(COMMIT, amount=1)).refused("commitment-already-made")
    whole = replace(COMMIT, commitment="hotel", amount=16_000)
    assert len(approved.given(COMMITTED).after(whole)) == 5
    approved.given(COMMITTED).when(replace(whole, amount=16_001)).refused("commitment-over-budget")


def test_what_is_released_can_be_committed_for_something_else() -> None:
    released = TechnicalActionFundsReleased(**COURSE, commitment="flights", amount=4_000)
    approved.given(COMMITTED).when(ReleaseFunds("flights")).then(released)
    approved.when(ReleaseFunds("flights")).refused("commitment-unknown")
    after = approved.given(COMMITTED, released)
    after.when(ReleaseFunds("flights")).nothing_happens()
    after.when(COMMIT).refused("commitment-already-made")
    assert len(after.after(replace(COMMIT, commitment="hotel", amount=20_000))) == 6


def test_experts_are_named_and_released() -> None:
    named = TechnicalActionExpertNamed(**COURSE, expert="p-roux")
    approved.when(NameExpert("p-roux")).then(named)
    approved.given(named).when(NameExpert("p-roux")).nothing_happens()
    released = TechnicalActionExpertReleased(**COURSE, expert="p-roux")
    approved.given(named).when(ReleaseExpert("p-roux")).then(released)
    approved.when(ReleaseExpert("p-roux")).nothing_happens()


def test_sessions_are_within_the_plan_and_stand_once_they_were_held() -> None:
    approved.when(PLAN_SESSION).then(SESSION)
    approved.given(SESSION).when(PLAN_SESSION).nothing_happens()
    approved.when(replace(PLAN_SESSION, held_on=date(2027, 3, 13))).refused("session-outside-plan")
    approved.given(SESSION, ATTENDED).when(replace(PLAN_SESSION, hours=7)).refused("session-already-held")


def test_who_came_is_noted_from_the_day_on_and_corrected() -> None:
    held = approved.given(SESSION)
    held.when(ATTEND).then(ATTENDED)
    approved.when(ATTEND).refused("session-unknown")
    held.when(replace(ATTEND, noted_on=FIRST)).refused("attendance-before-session")
    held.when(replace(ATTEND, present=21)).refused("attendance-over-seats")
    held.given(ATTENDED).when(ATTEND).nothing_happens()
    corrected = TechnicalActionAttendanceNoted(**COURSE, session="profiling", present=17, former=18)
    held.given(ATTENDED).when(replace(ATTEND, present=17)).then(corrected)


def test_equipment_is_delivered_within_the_budget_and_not_by_a_mere_training() -> None:
    approved.when(DELIVER).then(DELIVERED)
    approved.given(DELIVERED).when(DELIVER).nothing_happens()
    approved.given(DELIVERED).when(replace(DELIVER, quantity=3)).refused("delivery-already-noted")
    approved.when(replace(DELIVER, delivered_on=date(2027, 2, 28))).refused("delivery-before-start")
    approved.given(DELIVERED).when(replace(DELIVER, delivery="k2", value=11_001)).refused("equipment-over-budget")
    training = TechnicalActionRequested(**COURSE, **(NEED | {"kind": "training"}))
    action.given(training, PLANNED, APPROVED).when(DELIVER).refused("equipment-not-planned")


def test_it_is_completed_once_it_is_known_who_came() -> None:
    approved.when(Complete(LAST)).then(COMPLETED)
    completed.when(Complete(LAST)).nothing_happens()
    completed.when(Complete(FIRST)).refused("technical-action-ended")
    approved.when(Complete(date(2027, 2, 28))).refused("completed-before-start")
    approved.given(SESSION, ATTENDED).when(Complete(FIRST)).refused("completed-before-session")
    approved.given(SESSION).when(Complete(LAST)).refused("attendance-missing")
    approved.given(SESSION, ATTENDED).when(Complete(LAST)).then(COMPLETED)


def test_six_months_later_somebody_is_reminded_once() -> None:
    due = TechnicalActionEvaluationDue(**COURSE, title="Container control", evaluation_due_on=DUE)
    completed.when(Remind(date(2027, 9, 11))).nothing_happens()
    completed.when(Remind(DUE)).then(due)
    completed.given(due).when(Remind(DUE)).nothing_happens()
    evaluated.when(Remind(DUE)).nothing_happens()
    approved.when(Remind(DUE)).nothing_happens()


def test_the_evaluation_comes_six_months_later_and_once() -> None:
    completed.when(EVALUATE).then(EVALUATED)
    approved.when(EVALUATE).refused("technical-action-not-completed")
    completed.when(replace(EVALUATE, evaluated_on=date(2027, 9, 11))).refused("evaluated-too-early")
    evaluated.when(EVALUATE).nothing_happens()
    evaluated.when(replace(EVALUATE, rating=5)).refused("technical-action-already-evaluated")


def test_months_end_where_they_end() -> None:
    assert months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_later(date(2027, 8, 29), 6) == date(2028, 2, 29)
    assert months_later(date(2027, 12, 1), 1) == date(2028, 1, 1)
