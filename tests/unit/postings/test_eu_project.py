"""The rules of an EU-funded project, from its design to its end."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.postings.domain.eu_project import EU_PROJECT
from services.postings.domain.eu_project_commands import (
    BookExpense,
    CancelMission,
    CarryOutMission,
    Close,
    Design,
    Grant,
    MeetDeadline,
    PlanMission,
    Reject,
    SetConsortium,
    SetDeadline,
    SetWorkPackage,
    Submit,
)
from services.postings.domain.reminders import Remind
from services.postings.views.eu_projects import EU_PROJECTS
from services.postings.views.linked_work import LINKED_WORK
from shared.contracts.postings.eu_project import (
    EuProjectClosed,
    EuProjectConsortiumSet,
    EuProjectDeadlineDue,
    EuProjectDeadlineMet,
    EuProjectDeadlineNear,
    EuProjectDeadlineSet,
    EuProjectDesigned,
    EuProjectExpenseBooked,
    EuProjectGranted,
    EuProjectMissionCancelled,
    EuProjectMissionCarriedOut,
    EuProjectMissionPlanned,
    EuProjectRejected,
    EuProjectSubmitted,
    EuProjectWorkPackageSet,
)
from tests.scenario import Scenario
from tests.unit.postings.test_priority_report import documents

OF: dict[str, Any] = {"project": "paccto"}
CALL: dict[str, Any] = {"title": "Ports", "theme": "drugs", "call": "NDICI-27", "call_closes_on": date(2027, 1, 31)}
DESIGN = Design(**OF, **CALL, countries=("PE", "EC"), priority="drugs-27")
DESIGNED = EuProjectDesigned(**OF, **CALL, countries=("EC", "PE"), priority="drugs-27")
SET = SetConsortium("FR", ("IT", "ES"), 900_000, 400_000)
CONSORTIUM = EuProjectConsortiumSet(**OF, lead="FR", partners=("ES", "IT"), budget=900_000, share=400_000)
SUBMIT, SUBMITTED = Submit(date(2027, 1, 30)), EuProjectSubmitted(**OF, submitted_on=date(2027, 1, 30))
FIRST, LAST = date(2027, 6, 1), date(2029, 5, 31)
GRANT = Grant(FIRST, LAST, 800_000)
GRANTED = EuProjectGranted(**OF, starts_on=FIRST, ends_on=LAST, budget=800_000)
REJECTED = EuProjectRejected(**OF, reason="not chosen")
PORTS: dict[str, Any] = {"package": "ports", "title": "Ports", "lead": "ES", "budget": 500_000}
SET_PACKAGE, PACKAGE = SetWorkPackage(**PORTS), EuProjectWorkPackageSet(**OF, **PORTS)
WEEK: dict[str, Any] = {"starts_on": date(2027, 7, 5), "ends_on": date(2027, 7, 9)}
TRIP: dict[str, Any] = {"mission": "m1", "package": "ports", "expert": "p-roux", "organisation": "DGSCGC", **WEEK}
PLAN_MISSION = PlanMission(**TRIP, country="PE")
MISSION = EuProjectMissionPlanned(**OF, **TRIP, country="PE")
CARRIED_OUT = EuProjectMissionCarriedOut(**OF, mission="m1", outcome="A plan for Callao")
REPORT: dict[str, Any] = {"kind": "report", "deadline": "r1", "title": "First report", "due_on": date(2029, 7, 31)}
SET_REPORT, REPORT_SET = SetDeadline(**REPORT), EuProjectDeadlineSet(**OF, **REPORT)
REPORT_NEAR = EuProjectDeadlineNear(**OF, **REPORT)
REPORT_DUE = EuProjectDeadlineDue(**OF, **REPORT)
REPORT_MET = EuProjectDeadlineMet(**OF, deadline="r1", met_on=date(2029, 7, 1))
HOTEL: dict[str, Any] = {"expense": "e1", "package": "ports", "purpose": "Hotel", "amount": 1_000}
BOOK = BookExpense(**HOTEL, spent_on=date(2027, 7, 9))
BOOKED = EuProjectExpenseBooked(**OF, **HOTEL, spent_on=date(2027, 7, 9))
CLOSED = EuProjectClosed(**OF, closed_on=date(2029, 8, 1), outcome="Two ports watched")

project = Scenario(EU_PROJECT)
designed = project.given(DESIGNED)
carried = designed.given(CONSORTIUM)
submitted = carried.given(SUBMITTED)
granted = submitted.given(GRANTED)
working = granted.given(PACKAGE)


def test_a_project_is_designed_once() -> None:
    project.when(DESIGN).then(DESIGNED)
    project.when(replace(DESIGN, countries=("ZZ",))).refused("country-unknown")
    designed.when(DESIGN).nothing_happens()
    designed.when(replace(DESIGN, call="other")).refused("eu-project-already-designed")


@pytest.mark.parametrize(
    "command", [SET, SUBMIT, Reject("x"), GRANT, SET_PACKAGE, BOOK, SET_REPORT, Remind(LAST), Close(LAST, "x")]
)
def test_what_nobody_designed_is_unknown(command: object) -> None:
    project.when(command).refused("eu-project-unknown")  # type: ignore[arg-type]


def test_member_states_carry_it_and_the_ministry_has_a_share_only_among_them() -> None:
    designed.when(SET).then(CONSORTIUM)
    carried.when(SET).nothing_happens()
    designed.when(replace(SET, partners=("GB",))).refused("member-state-unknown")
    designed.when(replace(SET, share=900_001)).refused("share-over-budget")
    designed.when(replace(SET, lead="IT", partners=("ES",))).refused("ministry-outside-consortium")
    submitted.when(replace(SET, share=0)).refused("eu-project-decided")


def test_it_is_submitted_by_its_consortium_before_the_call_closes() -> None:
    carried.when(SUBMIT).then(SUBMITTED)
    designed.when(SUBMIT).refused("consortium-missing")
    carried.when(Submit(date(2027, 2, 1))).refused("submitted-after-call")
    submitted.when(SUBMIT).nothing_happens()
    submitted.when(Submit(date(2027, 1, 1))).refused("eu-project-decided")


def test_it_is_granted_or_rejected() -> None:
    submitted.when(GRANT).then(GRANTED)
    carried.when(GRANT).refused("eu-project-decided")
    submitted.when(replace(GRANT, ends_on=date(2027, 5, 31))).refused("ends-before-start")
    submitted.when(replace(GRANT, starts_on=date(2027, 1, 29))).refused("granted-before-submission")
    granted.when(GRANT).nothing_happens()
    submitted.when(Reject("not chosen")).then(REJECTED)
    submitted.given(REJECTED).when(Reject("not chosen")).nothing_happens()
    submitted.given(REJECTED).when(GRANT).refused("eu-project-decided")
    granted.when(Reject("x")).refused("eu-project-decided")


def test_nothing_is_implemented_before_it_was_granted_or_after_its_end() -> None:
    submitted.when(SET_PACKAGE).refused("eu-project-not-granted")
    granted.given(CLOSED).when(SET_PACKAGE).refused("eu-project-over")


def test_work_packages_share_the_budget() -> None:
    granted.when(SET_PACKAGE).then(PACKAGE)
    working.when(SET_PACKAGE).nothing_happens()
    granted.when(replace(SET_PACKAGE, lead="DE")).refused("lead-outside-consortium")
    working.when(replace(SET_PACKAGE, package="law", budget=300_001)).refused("packages-over-budget")
    working.given(BOOKED).when(replace(SET_PACKAGE, budget=999)).refused("package-below-expenses")


def test_missions_go_to_the_beneficiaries_within_the_project() -> None:
    working.when(PLAN_MISSION).then(MISSION)
    working.given(MISSION).when(PLAN_MISSION).nothing_happens()
    granted.when(PLAN_MISSION).refused("package-unknown")
    working.when(replace(PLAN_MISSION, country="BO")).refused("mission-outside-countries")
    working.when(replace(PLAN_MISSION, ends_on=date(2027, 7, 4))).refused("ends-before-start")
    working.when(replace(PLAN_MISSION, starts_on=date(2027, 5, 31))).refused("mission-outside-project")


def test_a_mission_ends_once() -> None:
    planned, ended = working.given(MISSION), working.given(MISSION, CARRIED_OUT)
    planned.when(CarryOutMission("m1", "A plan for Callao")).then(CARRIED_OUT)
    planned.when(CancelMission("m1", "strike")).then(EuProjectMissionCancelled(**OF, mission="m1", reason="strike"))
    working.when(CancelMission("m1", "strike")).refused("mission-unknown")
    ended.when(CarryOutMission("m1", "A plan for Callao")).nothing_happens()
    ended.when(CancelMission("m1", "strike")).refused("mission-already-ended")
    ended.when(replace(PLAN_MISSION, organisation="DGEF")).refused("mission-already-ended")


def test_milestones_are_within_the_project_and_reports_may_come_later() -> None:
    granted.when(SET_REPORT).then(REPORT_SET)
    granted.given(REPORT_SET).when(SET_REPORT).nothing_happens()
    granted.when(replace(SET_REPORT, kind="milestone")).refused("deadline-outside-project")
    granted.when(replace(SET_REPORT, due_on=date(2027, 5, 31))).refused("deadline-outside-project")
    met = granted.given(REPORT_SET, REPORT_MET)
    met.when(replace(SET_REPORT, title="Other")).refused("deadline-already-met")


def test_a_deadline_is_met_once() -> None:
    waiting = granted.given(REPORT_SET)
    waiting.when(MeetDeadline("r1", date(2029, 7, 1))).then(REPORT_MET)
    granted.when(MeetDeadline("r1", date(2029, 7, 1))).refused("deadline-unknown")
    waiting.when(MeetDeadline("r1", date(2027, 5, 31))).refused("met-before-start")
    waiting.given(REPORT_MET).when(MeetDeadline("r1", date(2029, 7, 1))).nothing_happens()
    waiting.given(REPORT_MET).when(MeetDeadline("r1", date(2029, 7, 2))).refused("deadline-already-met")


def test_thirty_days_before_and_on_its_day_somebody_is_reminded_once_of_each_day_that_was_set() -> None:
    waiting = granted.given(REPORT_SET)
    waiting.when(Remind(date(2029, 6, 30))).nothing_happens()
    waiting.when(Remind(date(2029, 7, 1))).then(REPORT_NEAR)
    waiting.given(REPORT_NEAR).when(Remind(date(2029, 7, 30))).nothing_happens()
    waiting.given(REPORT_NEAR).when(Remind(date(2029, 7, 31))).then(REPORT_DUE)
    waiting.when(Remind(date(2029, 7, 31))).then(REPORT_DUE)
    waiting.given(REPORT_DUE).when(Remind(date(2029, 7, 31))).nothing_happens()
    later = REPORT_SET.model_copy(update={"due_on": date(2029, 8, 15)})
    again = REPORT_DUE.model_copy(update={"due_on": date(2029, 8, 15)})
    waiting.given(REPORT_DUE, later).when(Remind(date(2029, 8, 15))).then(again)
    waiting.given(REPORT_MET).when(Remind(date(2029, 7, 31))).nothing_happens()
    submitted.when(Remind(LAST)).nothing_happens()


def test_money_is_spent_within_its_work_package() -> None:
    working.when(BOOK).then(BOOKED)
    working.given(BOOKED).when(BOOK).nothing_happens()
    working.given(BOOKED).when(replace(BOOK, amount=1)).refused("expense-already-booked")
    working.given(BOOKED).when(replace(BOOK, expense="e2", amount=499_001)).refused("expense-over-budget")
    granted.when(BOOK).refused("package-unknown")
    working.when(replace(BOOK, spent_on=date(2027, 5, 31))).refused("spent-before-start")


def test_it_is_closed_when_all_is_met_and_everybody_is_back() -> None:
    close = Close(date(2029, 8, 1), "Two ports watched")
    working.given(MISSION, CARRIED_OUT, REPORT_SET, REPORT_MET).when(close).then(CLOSED)
    working.given(REPORT_SET).when(close).refused("deadlines-open")
    working.given(MISSION).when(close).refused("missions-open")
    working.when(replace(close, closed_on=date(2027, 5, 31))).refused("closed-before-start")
    submitted.when(close).refused("eu-project-decided")
    working.given(CLOSED).when(close).nothing_happens()


def test_it_is_shown_with_the_use_of_its_budget_and_what_is_due() -> None:
    history = (DESIGNED, CONSORTIUM, SUBMITTED, GRANTED, PACKAGE, MISSION, CARRIED_OUT, REPORT_SET, BOOKED)
    [shown] = documents(EU_PROJECTS, history)
    assert (shown["status"], shown["spent"], shown["packages"]["ports"]["spent"]) == ("implementation", 1_000, 1_000)
    assert (shown["missions"]["m1"]["status"], shown["remind_on"]) == ("carried-out", "2029-07-01")
    [near] = documents(EU_PROJECTS, (*history, REPORT_NEAR))
    assert (near["deadlines"]["r1"]["near"], near["remind_on"]) == (True, "2029-07-31")
    [overdue] = documents(EU_PROJECTS, (*history, REPORT_DUE))
    assert (overdue["deadlines"]["r1"]["overdue"], overdue["remind_on"]) == (True, None)
    assert overdue["due_on"] == "2029-07-31"
    cheaper = PACKAGE.model_copy(update={"budget": 400_000})
    cancelled = EuProjectMissionCancelled(**OF, mission="m1", reason="strike")
    [closed] = documents(EU_PROJECTS, (*history, cheaper, cancelled, REPORT_MET, CLOSED))
    assert (closed["status"], closed["packages"]["ports"]["spent"]) == ("closed", 1_000)
    assert closed["due_on"] is None
    assert (closed["deadlines"]["r1"]["met_on"], closed["missions"]["m1"]["status"]) == ("2029-07-01", "cancelled")
    [rejected] = documents(EU_PROJECTS, (DESIGNED, REJECTED))
    assert (rejected["status"], rejected["reason"]) == ("rejected", "not chosen")


def test_what_came_of_it_counts_for_its_priority_in_each_country() -> None:
    [work] = documents(LINKED_WORK, (DESIGNED, GRANTED, CARRIED_OUT, CLOSED))
    assert (work["stage"], work["countries"], work["post"]) == ("done", ["EC", "PE"], None)
    assert work["obtained"] == ["A plan for Callao", "Two ports watched"]
