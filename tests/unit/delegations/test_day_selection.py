"""The rules of a day's deadlines and places, and of the companies that apply for it."""

from dataclasses import replace
from datetime import timedelta

from services.delegations.domain.day import DAY
from services.delegations.domain.day_participants import Join
from services.delegations.domain.day_requests import RequestMeeting
from services.delegations.domain.day_selection import Apply, Refuse, Select, SetRules, WithdrawApplication
from shared.contracts.delegations.day_selection import (
    ApplicationFiled,
    ApplicationRefused,
    ApplicationSelected,
    ApplicationWithdrawn,
    DayRulesSet,
)
from tests.scenario import Scenario
from tests.unit.delegations.one_day import BEFORE, DRAFTED, PLANNED, PUBLISHED, REVIEWED, at, joined

RULES = DayRulesSet(day="lima", apply_by=BEFORE, company_places=1)
APPLY = Apply("lima", "c1", "C1", "of-c1", BEFORE - timedelta(seconds=1))
APPLIED = ApplicationFiled(day="lima", company="c1", name="C1", contact="of-c1", by_organiser=False)
SELECTED = ApplicationSelected(day="lima", company="c1")
REFUSED = ApplicationRefused(day="lima", company="c1", reason="no such need")
WITHDRAWN = ApplicationWithdrawn(day="lima", company="c1", by_organiser=False)

planned = Scenario(DAY).given(PLANNED)
ruled = planned.given(RULES)
applied = ruled.given(APPLIED)
selected = applied.given(SELECTED, joined("c1"))


def test_rules_are_set_whole_and_the_same_again_changes_nothing() -> None:
    planned.when(SetRules("lima", apply_by=BEFORE, company_places=1)).then(RULES)
    ruled.when(SetRules("lima", apply_by=BEFORE, company_places=1)).nothing_happens()
    ruled.when(SetRules("lima")).then(DayRulesSet(day="lima"))


def test_deadlines_lie_before_the_day_and_answers_after_requests() -> None:
    late = at(14, 1)
    for rules in (SetRules("lima", late), SetRules("lima", None, late), SetRules("lima", None, None, late)):
        planned.when(rules).refused("deadline-after-the-day-begins")
    reversed_ = SetRules("lima", request_by=BEFORE, answer_by=BEFORE - timedelta(hours=1))
    planned.when(reversed_).refused("answers-end-before-requests")


def test_a_company_applies_in_time_and_once() -> None:
    ruled.when(APPLY).then(APPLIED)
    ruled.when(replace(APPLY, by_organiser=True)).then(APPLIED.model_copy(update={"by_organiser": True}))
    ruled.when(replace(APPLY, now=BEFORE)).refused("applications-closed")
    applied.when(replace(APPLY, now=BEFORE)).nothing_happens()
    selected.when(APPLY).nothing_happens()
    applied.when(replace(APPLY, contact="other")).refused("company-already-applied")
    ruled.given(joined("c1")).when(APPLY).refused("participant-already-joined")


def test_an_application_is_withdrawn_until_it_is_decided_and_made_anew() -> None:
    applied.when(WithdrawApplication("lima", "c1")).then(WITHDRAWN)
    applied.given(WITHDRAWN).when(WithdrawApplication("lima", "c1")).nothing_happens()
    applied.given(WITHDRAWN).when(APPLY).then(APPLIED)
    applied.given(WITHDRAWN).when(Select("lima", "c1")).refused("application-withdrawn")
    applied.given(WITHDRAWN).when(Refuse("lima", "c1", "late")).refused("application-withdrawn")
    selected.when(WithdrawApplication("lima", "c1")).refused("company-already-selected")
    ruled.when(WithdrawApplication("lima", "c1")).refused("application-unknown")


def test_a_selected_company_takes_part() -> None:
    applied.when(Select("lima", "c1", (1,))).then(SELECTED, joined("c1", absent=(1,)))
    selected.when(Select("lima", "c1")).nothing_happens()
    selected.when(Refuse("lima", "c1", "late")).refused("company-already-selected")
    ruled.when(Select("lima", "c1")).refused("application-unknown")
    applied.when(Select("lima", "c1", (3,))).refused("slot-outside-day")


def test_no_more_companies_take_part_than_there_are_places() -> None:
    applied.given(joined("c2")).when(Select("lima", "c1")).refused("day-full")
    selected.when(Join("lima", "c2", "company", "C2", "of-c2")).refused("day-full")
    selected.when(Join("lima", "b1", "buyer", "B1", "of-b1")).then(joined("b1"))


def test_a_refused_company_neither_joins_nor_is_asked_unless_it_is_selected_after_all() -> None:
    applied.when(Refuse("lima", "c1", "no such need")).then(REFUSED)
    refused = applied.given(REFUSED, joined("b1"))
    refused.when(Refuse("lima", "c1", "again")).nothing_happens()
    refused.when(APPLY).refused("company-refused")
    refused.when(WithdrawApplication("lima", "c1")).refused("company-refused")
    refused.when(Join("lima", "c1", "company", "C1", "of-c1")).refused("company-refused")
    refused.when(RequestMeeting("lima", "m1", "c1", "b1", "buyer", BEFORE)).refused("company-refused")
    refused.when(Select("lima", "c1")).then(SELECTED, joined("c1"))


def test_nobody_without_availability_takes_part() -> None:
    planned.when(Join("lima", "b1", "buyer", "B1", "of-b1", (0, 1, 2))).refused("participant-without-availability")


def test_after_publication_nobody_applies_or_is_selected() -> None:
    published = applied.given(DRAFTED.model_copy(update={"meetings": ()}), REVIEWED)
    published = published.given(PUBLISHED.model_copy(update={"appointments": ()}))
    published.when(Select("lima", "c1")).refused("timetable-already-published")
    published.when(replace(APPLY, company="c2")).refused("timetable-already-published")
