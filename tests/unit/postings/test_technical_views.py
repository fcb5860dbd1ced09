"""What is shown of technical actions, and the yearly plan against what was done."""

from datetime import date
from typing import Any

from services.postings.views.technical_actions import TECHNICAL_ACTIONS
from services.postings.views.technical_figures import TECHNICAL_FIGURES
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
)
from tests.unit.postings.cooperation import APPROVED, COMMITTED, COMPLETED, COURSE, PLANNED, REQUESTED, SESSION
from tests.unit.postings.test_priority_report import documents

REPLANNED = PLANNED.model_copy(update={"budget": 15_000, "former_budget": 20_000})
RELEASED = TechnicalActionFundsReleased(**COURSE, commitment="flights", amount=4_000)
ATTENDED = TechnicalActionAttendanceNoted(**COURSE, session="profiling", present=18)
CORRECTED = TechnicalActionAttendanceNoted(**COURSE, session="profiling", present=17, former=18)
DELIVERED = TechnicalActionEquipmentDelivered(
    **COURSE, delivery="kit", item="Scanner", quantity=2, value=9_000, delivered_on=date(2027, 3, 1)
)
DUE = TechnicalActionEvaluationDue(**COURSE, title="Container control", evaluation_due_on=date(2027, 9, 12))
EVALUATED = TechnicalActionEvaluated(**COURSE, evaluated_on=date(2027, 9, 12), rating=4, conclusion="They profile")
RUNNING = (REQUESTED, PLANNED, REPLANNED, APPROVED, COMMITTED, SESSION, ATTENDED, CORRECTED, DELIVERED)


def shown(*events: Any) -> dict[str, Any]:
    [document] = documents(TECHNICAL_ACTIONS, events)
    return document


def test_an_action_is_shown_as_it_runs() -> None:
    running = shown(*RUNNING, TechnicalActionExpertNamed(**COURSE, expert="p-roux"))
    assert (running["status"], running["plan"]["budget"], running["committed"]) == ("approved", 15_000, 4_000)
    assert (running["sessions"]["profiling"]["present"], running["experts"]) == (17, ["p-roux"])
    assert running["deliveries"]["kit"]["value"] == 9_000
    assert running["remind_on"] is None
    released = shown(*RUNNING, TechnicalActionExpertReleased(**COURSE, expert="p-roux"), RELEASED)
    assert (released["committed"], released["commitments"]["flights"]["released"]) == (0, True)
    assert released["experts"] == []


def test_its_evaluation_is_awaited_until_somebody_was_reminded_or_has_evaluated() -> None:
    assert shown(*RUNNING, COMPLETED)["remind_on"] == "2027-09-12"
    assert shown(*RUNNING, COMPLETED, DUE)["remind_on"] is None
    evaluated = shown(*RUNNING, COMPLETED, EVALUATED)
    assert (evaluated["status"], evaluated["remind_on"], evaluated["evaluation"]["rating"]) == ("evaluated", None, 4)


def test_what_was_not_to_be_says_why() -> None:
    refused = shown(REQUESTED, PLANNED, TechnicalActionRefused(**COURSE, reason="no officers"))
    assert (refused["status"], refused["reason"]) == ("refused", "no officers")
    cancelled = shown(REQUESTED, TechnicalActionCancelled(**COURSE, reason="coup"))
    assert (cancelled["status"], cancelled["reason"]) == ("cancelled", "coup")


def test_the_plan_of_a_year_is_held_against_what_was_done() -> None:
    [figures] = documents(TECHNICAL_FIGURES, (*RUNNING, RELEASED, COMPLETED, EVALUATED))
    assert figures == {
        "year": 2027, "country": "PE", "theme": "drugs", "requested": 1, "planned": 1, "approved": 1, "refused": 0,
        "cancelled": 0, "completed": 1, "evaluated": 1, "budget_planned": 15_000, "budget_approved": 20_000,
        "committed": 0, "trained": 17, "equipment": 9_000, "ratings": 4,
    }  # fmt: skip
    [cancelled] = documents(TECHNICAL_FIGURES, (REQUESTED, TechnicalActionCancelled(**COURSE, reason="coup")))
    assert (cancelled["requested"], cancelled["cancelled"]) == (1, 1)


def test_what_was_refused_is_not_in_the_plan() -> None:
    refused = TechnicalActionRefused(**COURSE, reason="no officers", budget=15_000)
    [figures] = documents(TECHNICAL_FIGURES, (REQUESTED, PLANNED, REPLANNED, refused))
    assert (figures["requested"], figures["planned"], figures["refused"], figures["budget_planned"]) == (1, 0, 1, 0)
    told_before = refused.model_copy(update={"budget": None})  # as it was said at first
    [figures] = documents(TECHNICAL_FIGURES, (REQUESTED, PLANNED, told_before))
    assert (figures["planned"], figures["budget_planned"]) == (0, 20_000)
