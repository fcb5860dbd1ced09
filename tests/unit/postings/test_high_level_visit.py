"""The rules of a high-level visit and of the commitments taken there."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.postings.domain.high_level_visit import HIGH_LEVEL_VISIT
from services.postings.domain.high_level_visit_commands import (
    Cancel,
    DropCommitment,
    FulfilCommitment,
    Hold,
    Plan,
    TakeCommitment,
)
from services.postings.domain.reminders import Remind
from services.postings.views.high_level_visits import HIGH_LEVEL_VISITS
from services.postings.views.linked_work import LINKED_WORK
from shared.contracts.postings.high_level_visit import (
    HighLevelVisitCancelled,
    HighLevelVisitCommitmentDropped,
    HighLevelVisitCommitmentDue,
    HighLevelVisitCommitmentFulfilled,
    HighLevelVisitCommitmentTaken,
    HighLevelVisitHeld,
    HighLevelVisitPlanned,
)
from tests.scenario import Scenario
from tests.unit.postings.test_priority_report import documents

OF: dict[str, Any] = {"visit": "minister", "post": "lima", "country": "PE"}
DAYS: dict[str, Any] = {"starts_on": date(2027, 4, 5), "ends_on": date(2027, 4, 7)}
ABOUT: dict[str, Any] = {
    "theme": "drugs",
    "title": "Visit of the minister",
    "level": "minister",
    "direction": "outbound",
}
PLAN = Plan(**OF, **ABOUT, **DAYS, priority="drugs-27")
PLANNED = HighLevelVisitPlanned(**OF, **ABOUT, **DAYS, priority="drugs-27")
HELD = HighLevelVisitHeld(**OF, held_on=date(2027, 4, 7))
CANCELLED = HighLevelVisitCancelled(**OF, reason="strike")
PROMISE: dict[str, Any] = {"commitment": "dogs", "by": "france", "text": "Four dogs", "due_on": date(2027, 10, 1)}
TAKE, TAKEN = TakeCommitment(**PROMISE), HighLevelVisitCommitmentTaken(**OF, **PROMISE)
DUE = HighLevelVisitCommitmentDue(**OF, title="Visit of the minister", commitment="dogs", due_on=date(2027, 10, 1))
KEPT: dict[str, Any] = {"commitment": "dogs", "fulfilled_on": date(2027, 9, 1), "outcome": "Four dogs at Callao"}
FULFIL, FULFILLED = FulfilCommitment(**KEPT), HighLevelVisitCommitmentFulfilled(**OF, **KEPT)
DROP = DropCommitment("dogs", "no dogs")
DROPPED = HighLevelVisitCommitmentDropped(**OF, commitment="dogs", reason="no dogs")

visit = Scenario(HIGH_LEVEL_VISIT)
planned = visit.given(PLANNED)
held = planned.given(HELD)
promised = held.given(TAKEN)


def test_a_visit_is_planned_and_planned_anew() -> None:
    visit.when(PLAN).then(PLANNED)
    planned.when(PLAN).nothing_happens()
    moved = PLANNED.model_copy(update={"ends_on": date(2027, 4, 8)})
    planned.when(replace(PLAN, ends_on=date(2027, 4, 8))).then(moved)
    visit.when(replace(PLAN, ends_on=date(2027, 4, 4))).refused("ends-before-start")
    visit.when(replace(PLAN, country="ZZ")).refused("country-unknown")
    planned.when(replace(PLAN, post="quito")).refused("high-level-visit-already-planned")
    planned.when(replace(PLAN, priority=None)).refused("high-level-visit-already-planned")
    held.when(replace(PLAN, title="Other")).refused("high-level-visit-over")


@pytest.mark.parametrize("command", [Hold(HELD.held_on), Cancel("x"), TAKE, FULFIL, DROP, Remind(HELD.held_on)])
def test_what_nobody_planned_is_unknown(command: object) -> None:
    visit.when(command).refused("high-level-visit-unknown")  # type: ignore[arg-type]


def test_it_is_held_or_cancelled_and_that_stands() -> None:
    planned.when(Hold(HELD.held_on)).then(HELD)
    planned.when(Hold(date(2027, 4, 4))).refused("held-before-start")
    held.when(Hold(HELD.held_on)).nothing_happens()
    held.when(Hold(date(2027, 4, 8))).refused("high-level-visit-over")
    planned.when(Cancel("strike")).then(CANCELLED)
    planned.given(CANCELLED).when(Cancel("strike")).nothing_happens()
    planned.given(CANCELLED).when(Hold(HELD.held_on)).refused("high-level-visit-over")
    held.when(Cancel("strike")).refused("high-level-visit-over")


def test_commitments_are_taken_on_a_visit_that_was_held() -> None:
    held.when(TAKE).then(TAKEN)
    planned.when(TAKE).refused("high-level-visit-not-held")
    held.when(replace(TAKE, due_on=date(2027, 4, 4))).refused("commitment-due-before-visit")
    promised.when(TAKE).nothing_happens()
    promised.when(replace(TAKE, by="partner")).refused("commitment-already-taken")


def test_a_commitment_is_fulfilled_or_dropped_once() -> None:
    promised.when(FULFIL).then(FULFILLED)
    promised.when(DROP).then(DROPPED)
    held.when(FULFIL).refused("commitment-unknown")
    promised.when(replace(FULFIL, fulfilled_on=date(2027, 4, 4))).refused("fulfilled-before-visit")
    promised.given(FULFILLED).when(FULFIL).nothing_happens()
    promised.given(FULFILLED).when(DROP).refused("commitment-already-settled")
    promised.given(DROPPED).when(DROP).nothing_happens()


def test_on_its_day_somebody_is_reminded_once_of_what_was_not_kept() -> None:
    promised.when(Remind(date(2027, 9, 30))).nothing_happens()
    promised.when(Remind(date(2027, 10, 1))).then(DUE)
    promised.given(DUE).when(Remind(date(2027, 10, 1))).nothing_happens()
    promised.given(FULFILLED).when(Remind(date(2027, 10, 1))).nothing_happens()


def test_it_is_shown_with_what_is_awaited() -> None:
    def shown(*events: Any) -> tuple[Any, ...]:
        [document] = documents(HIGH_LEVEL_VISITS, (PLANNED, HELD, TAKEN, *events))
        [promise] = document["commitments"].values()
        return document["open"], document["remind_on"], promise["status"], promise["overdue"]

    assert shown() == (1, "2027-10-01", "open", False)
    assert shown(DUE) == (1, None, "open", True)
    assert shown(DUE, FULFILLED) == (0, None, "fulfilled", False)
    assert shown(DROPPED) == (0, None, "dropped", False)
    [cancelled] = documents(HIGH_LEVEL_VISITS, (PLANNED, CANCELLED))
    assert (cancelled["status"], cancelled["reason"]) == ("cancelled", "strike")


def test_what_was_kept_of_it_counts_for_its_priority() -> None:
    [work] = documents(LINKED_WORK, (PLANNED, HELD, TAKEN, FULFILLED))
    assert (work["stage"], work["obtained"], work["priorities"]) == ("done", ["Four dogs at Callao"], ["drugs-27"])
