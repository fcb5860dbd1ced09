"""The rules of a tour."""

from dataclasses import replace
from datetime import timedelta

from services.delegations.domain.tour import TOUR, CancelVisit, PlanVisit
from shared.contracts.delegations.tour import StandVisitCancelled, StandVisitPlanned
from tests.scenario import Scenario
from tests.unit.delegations.one_visit import EARLY, FAIR, MORNING

HALF_HOUR = timedelta(minutes=30)
OF = {"delegation": "peru", "fair": "exposec", "visit": "v1", "company": "acme"}
PLANNED = StandVisitPlanned(**OF, starts_at=MORNING, ends_at=MORNING + HALF_HOUR, hall="Hall 5", stand="42")
CANCELLED = StandVisitCancelled(**OF, reason="closed")
PLAN = PlanVisit(PLANNED, FAIR, exhibits=True)

tour = Scenario(TOUR)
planned = tour.given(PLANNED)


def other(**change: object) -> PlanVisit:
    return replace(PLAN, visit=PLANNED.model_copy(update={"visit": "v2", "company": "beta", **change}))


def test_a_visit_is_planned_once() -> None:
    tour.when(PLAN).then(PLANNED)
    planned.when(PLAN).nothing_happens()
    planned.when(other(visit="v1")).refused("visit-already-planned")


def test_a_delegation_is_at_one_stand_at_a_time() -> None:
    planned.when(other()).refused("visit-overlaps")
    after = other(starts_at=MORNING + HALF_HOUR, ends_at=MORNING + 2 * HALF_HOUR)
    planned.when(after).then(after.visit)


def test_a_visit_that_nobody_could_make_is_refused() -> None:
    tour.when(replace(PLAN, exhibits=False)).refused("visit-to-no-exhibitor")
    tour.when(other(ends_at=MORNING)).refused("visit-ends-before-start")
    tour.when(other(starts_at=EARLY, ends_at=EARLY + HALF_HOUR)).refused("visit-outside-fair")


def test_a_cancelled_visit_leaves_its_time_to_another_and_does_not_come_back() -> None:
    planned.when(CancelVisit("v1", "closed")).then(CANCELLED)
    cancelled = planned.given(CANCELLED)
    cancelled.when(CancelVisit("v1", "again")).nothing_happens()
    cancelled.when(other()).then(other().visit)
    cancelled.when(PLAN).refused("visit-already-planned")
    tour.when(CancelVisit("v1", "closed")).refused("visit-unknown")
