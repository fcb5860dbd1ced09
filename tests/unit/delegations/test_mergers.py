"""What becomes of requests, memberships, items and days that name a company which turns out to be a duplicate."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.delegations.domain import assistance, association, showcase, tour
from services.delegations.domain.assistance import ASSISTANCE, Withdraw
from services.delegations.domain.association import ASSOCIATION
from services.delegations.domain.day import DAY
from services.delegations.domain.day_merging import MergeCompany
from services.delegations.domain.day_participants import Join
from services.delegations.domain.day_selection import Apply
from services.delegations.domain.export_win import DeclareWin, SettleWin
from services.delegations.domain.showcase import SHOWCASE
from services.delegations.domain.tour import TOUR
from services.delegations.views.assistance import ASSISTANCE_REQUESTS
from services.delegations.views.days import DAYS
from services.delegations.views.seats import SEATS, seats_id
from services.delegations.views.tours import TOURS
from shared.contracts.delegations.assistance import AssistanceCompanyReplaced
from shared.contracts.delegations.association import (
    AssociationFounded,
    AssociationMemberAdmitted,
    AssociationMemberLeft,
)
from shared.contracts.delegations.day_merging import DayCompanyMerged
from shared.contracts.delegations.day_selection import ApplicationFiled, ApplicationWithdrawn
from shared.contracts.delegations.showcase import ShowcaseItemDescribed, ShowcaseItemPublished
from shared.contracts.delegations.tour import StandVisitCompanyReplaced
from tests.scenario import Scenario
from tests.unit.delegations.one_day import ASKED, BEFORE, DRAFTED, PLANNED, PUBLISHED, REVIEWED, joined
from tests.unit.delegations.one_request import ACCEPTED, ANSWERED, AT, DECLARED, OF, REQUESTED, ROUTED, SIGNED
from tests.unit.delegations.test_tour import CANCELLED as STAND_CLOSED
from tests.unit.delegations.test_tour import PLANNED as VISIT
from tests.unit.delegations.test_views import shown

REPLACE = assistance.ReplaceCompany("r1", "acme", "survivor", AT)
REPLACED = AssistanceCompanyReplaced(**OF | {"company": "survivor"}, former="acme")
requested = Scenario(ASSISTANCE).given(REQUESTED, ROUTED, ACCEPTED, ANSWERED)
replaced = requested.given(REPLACED)


def test_a_request_open_or_answered_is_the_survivors_once() -> None:
    Scenario(ASSISTANCE).given(REQUESTED).when(REPLACE).then(REPLACED)
    requested.when(REPLACE).then(REPLACED)
    replaced.when(REPLACE).nothing_happens()
    further = replace(REPLACE, company="survivor", into="last")
    again = REPLACED.model_copy(update={"company": "last", "former": "survivor"})
    replaced.when(further).then(again)
    Scenario(ASSISTANCE).when(REPLACE).refused("assistance-unknown")


def test_the_survivor_speaks_for_the_request_and_later_events_name_it() -> None:
    win = DeclareWin("r1", "w1", None, "survivor", "Drone", AT.date(), 90_000, AT)
    of_survivor = DECLARED.model_copy(update={"company": "survivor", "declared_by": "company"})
    replaced.when(win).then(of_survivor)
    replaced.when(replace(win, company="acme")).refused("company-forbidden")
    Scenario(ASSISTANCE).given(REQUESTED, REPLACED).when(Withdraw("r1", "acme", AT)).refused("company-forbidden")


def test_a_link_that_the_duplicate_was_sent_still_settles_its_win() -> None:
    signing = SettleWin("r1", "w1", "acme", "signed", AT + timedelta(days=1))
    declared = requested.given(DECLARED, REPLACED)
    signed = SIGNED.model_copy(update={"company": "survivor", "at": signing.at})
    declared.when(signing).then(signed)
    declared.when(replace(signing, company="other")).refused("company-forbidden")


def test_the_list_of_requests_shows_the_survivor() -> None:
    request: Any = shown(ASSISTANCE_REQUESTS, [REQUESTED, ROUTED, REPLACED])["r1"]
    assert request["company"] == "survivor"


def test_a_membership_goes_over_and_nobody_is_a_member_twice() -> None:
    founded = Scenario(ASSOCIATION).given(AssociationFounded(association="gicat", name="GICAT", country="FR"))
    own, other = (AssociationMemberAdmitted(association="gicat", company=one) for one in ("double", "acme"))
    left = AssociationMemberLeft(association="gicat", company="double")
    command = association.Replace("gicat", "double", "acme")
    founded.given(own).when(command).then(other, left)
    founded.given(own, other).when(command).then(left)
    founded.given(own, other, left).when(command).nothing_happens()
    founded.when(command).nothing_happens()


def test_an_item_names_the_survivor_in_the_duplicates_place() -> None:
    about = {"item": "cam", "title": "Cam", "description": "d", "categories": ("c",), "used_by": ()}
    of_both = ShowcaseItemDescribed(**about, companies=("double", "beta", "acme"))
    item = Scenario(SHOWCASE).given(of_both, ShowcaseItemPublished(item="cam"))
    of_one = of_both.model_copy(update={"companies": ("acme", "beta")})
    item.when(showcase.Replace("cam", "double", "acme")).then(of_one)
    item.given(of_one).when(showcase.Replace("cam", "double", "acme")).nothing_happens()
    item.when(showcase.Replace("cam", "nobody", "acme")).nothing_happens()


MERGED = DayCompanyMerged(day="lima", company="c1", into="acme")
MERGE = MergeCompany("lima", "c1", "acme")
published = Scenario(DAY).given(*ASKED, DRAFTED, REVIEWED, PUBLISHED)


def test_a_place_on_a_day_stays_under_its_id_and_the_survivor_speaks_for_it() -> None:
    published.when(MERGE).then(MERGED)
    published.given(MERGED).when(MERGE).nothing_happens()
    state = DAY.fold(published.given(MERGED).history)
    assert (state.merged, set(state.participants), state.stage) == (
        {"c1": "acme"},
        {"c1", "c2", "b1", "b2"},
        "published",
    )
    published.when(replace(MERGE, company="b1")).nothing_happens()  # a buyer, whose id is of this day only
    published.when(replace(MERGE, company="elsewhere")).nothing_happens()
    Scenario(DAY).when(MERGE).refused("day-unknown")


def test_what_was_merged_before_goes_along() -> None:
    onwards = [DayCompanyMerged(day="lima", company=seat, into="last") for seat in ("acme", "c1")]
    published.given(MERGED).when(MergeCompany("lima", "acme", "last")).then(onwards[1])
    both = Scenario(DAY).given(PLANNED, joined("c1"), joined("acme").model_copy(update={"side": "company"}), MERGED)
    both.when(MergeCompany("lima", "acme", "last")).then(*onwards)


def test_nobody_takes_part_a_second_time_under_the_survivors_id() -> None:
    join, apply = Join("lima", "acme", "company", "ACME", "of-acme"), Apply("lima", "acme", "ACME", "of-acme", BEFORE)
    day = Scenario(DAY).given(PLANNED, joined("c1"), MERGED)
    for command in (join, apply):
        day.when(command).refused("participant-already-joined")
    filed = ApplicationFiled(day="lima", company="c1", name="C1", contact="of-c1", by_organiser=False)
    applied = Scenario(DAY).given(PLANNED, filed)
    applied.when(MERGE).then(MERGED)
    applied.given(MERGED).when(apply).refused("participant-already-joined")
    withdrawn = ApplicationWithdrawn(day="lima", company="c1", by_organiser=False)
    own = ApplicationFiled(day="lima", company="acme", name="ACME", contact="of-acme", by_organiser=False)
    applied.given(withdrawn, MERGED).when(apply).then(own)


def test_the_day_says_who_speaks_for_whom_and_a_company_finds_its_seats() -> None:
    other = MERGED.model_copy(update={"company": "c2"})
    lima: Any = shown(DAYS, [*ASKED, MERGED, other])["lima"]
    assert lima["merged"] == {"c1": "acme", "c2": "acme"}
    assert shown(SEATS, [MERGED, other, MERGED])[seats_id("lima", "acme")] == {"seats": ["c1", "c2"]}


def test_planned_visits_are_to_the_survivors_stand() -> None:
    command = tour.ReplaceCompany("peru", "acme", "survivor")
    said = {"delegation": "peru", "fair": "exposec", "visit": "v1"}
    moved = StandVisitCompanyReplaced(**said, company="survivor", former="acme")
    planned = Scenario(TOUR).given(VISIT)
    planned.when(command).then(moved)
    planned.given(moved).when(command).nothing_happens()
    planned.given(STAND_CLOSED).when(command).nothing_happens()
    cancelled = STAND_CLOSED.model_copy(update={"company": "survivor"})
    planned.given(moved).when(tour.CancelVisit("v1", "closed")).then(cancelled)
    peru: Any = shown(TOURS, [VISIT, moved])["peru"]
    assert peru["visits"]["v1"]["company"] == "survivor"
