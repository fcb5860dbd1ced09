"""The rules of a buyer-meeting day until its timetable is solved."""

from dataclasses import replace

import pytest

from services.delegations.domain.day import DAY, Plan
from services.delegations.domain.day_participants import Join
from services.delegations.domain.day_requests import RequestMeeting
from tests.scenario import Scenario
from tests.unit.delegations.one_day import ASKED, BEFORE, DRAFTED, PLANNED, PUBLISHED, REVIEWED, at, joined, requested

PLAN = Plan(**{name: getattr(PLANNED, name) for name in type(PLANNED).model_fields if name != "type"}, now=BEFORE)

day = Scenario(DAY)
planned = day.given(PLANNED)
asked = day.given(*ASKED)
published = asked.given(DRAFTED, REVIEWED, PUBLISHED)


def test_a_day_is_planned_and_again_without_effect() -> None:
    day.when(PLAN).then(PLANNED)
    planned.when(replace(PLAN, now=at(20))).nothing_happens()
    planned.when(replace(PLAN, tables=2)).refused("day-already-planned")


def test_slots_must_follow_each_other_without_overlap() -> None:
    day.when(replace(PLAN, slot_minutes=31)).refused("slots-overlap")
    day.when(replace(PLAN, slots=(at(15), at(14)))).refused("slots-overlap")
    day.when(replace(PLAN, slots=())).refused("day-without-slots")


def test_a_day_cannot_be_planned_when_it_has_begun() -> None:
    day.when(replace(PLAN, now=at(14))).refused("day-already-begun")


def test_nothing_can_be_done_with_an_unknown_day() -> None:
    day.when(Join("lima", "c1", "company", "C1", "of-c1")).refused("day-unknown")


def test_participants_join_once() -> None:
    join = Join("lima", "b1", "buyer", "B1", "of-b1", (2, 0, 2))
    planned.when(join).then(joined("b1", absent=(0, 2)))
    planned.given(joined("b1", absent=(0, 2))).when(join).nothing_happens()
    planned.given(joined("b1")).when(join).refused("participant-already-joined")


@pytest.mark.parametrize("slot", [-1, 3])
def test_absences_lie_inside_the_day(slot: int) -> None:
    planned.when(Join("lima", "b1", "buyer", "B1", "of-b1", (slot,))).refused("slot-outside-day")


def test_a_company_and_a_buyer_meet_once_whoever_asks() -> None:
    asked.when(RequestMeeting("lima", "m3", "c2", "b1", "company", BEFORE)).then(requested("m3", "c2", "b1"))
    asked.when(RequestMeeting("lima", "m1", "c1", "b1", "company", BEFORE)).nothing_happens()
    asked.when(RequestMeeting("lima", "m1", "c2", "b1", "company", BEFORE)).refused("meeting-already-requested")
    asked.when(RequestMeeting("lima", "m3", "c1", "b1", "buyer", BEFORE)).refused("meeting-already-requested")


@pytest.mark.parametrize(("company", "buyer"), [("c9", "b1"), ("c1", "b9"), ("b1", "c1"), ("c1", "c2")])
def test_only_a_company_and_a_buyer_who_take_part_can_meet(company: str, buyer: str) -> None:
    asked.when(RequestMeeting("lima", "m3", company, buyer, "company", BEFORE)).refused("participant-unknown")


def test_nobody_joins_or_asks_after_the_timetable_is_published() -> None:
    published.when(Join("lima", "b3", "buyer", "B3", "of-b3")).refused("timetable-already-published")
    published.when(RequestMeeting("lima", "m3", "c2", "b1", "buyer", BEFORE)).refused("timetable-already-published")
