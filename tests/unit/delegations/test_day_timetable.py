"""The rules of a day's timetable: drafted, reviewed, published, in this order."""

from dataclasses import replace

import pytest

from services.delegations.domain.day import DAY
from services.delegations.domain.day_timetable import Draft, Publish, Review
from services.delegations.timetable.model import Place, Timetable
from tests.scenario import Scenario
from tests.unit.delegations.one_day import ANSWER, ASKED, DRAFTED, PLANNED, PUBLISHED, REVIEWED, joined, requested

asked = Scenario(DAY).given(*ASKED)
drafted = asked.given(DRAFTED)
reviewed = drafted.given(REVIEWED)
published = reviewed.given(PUBLISHED)

DRAFT = Draft("lima", "t1", ANSWER)


def test_a_solved_timetable_becomes_a_draft_with_tables_counted_from_one() -> None:
    asked.when(DRAFT).then(DRAFTED)


def test_drafting_the_same_timetable_again_changes_nothing() -> None:
    reviewed.when(DRAFT).nothing_happens()


@pytest.mark.parametrize(
    "places",
    [
        {"m1": Place(1, 0)},
        {"m1": Place(1, 0), "m2": Place(1, 0)},
        {"m1": Place(0, 0), "m2": Place(1, 0)},
        {"m1": Place(1, 1), "m2": Place(0, 0)},
        {"m1": Place(1, 0), "m2": Place(3, 0)},
    ],
    ids=["a meeting is missing", "c1 in two places", "b1 is absent", "no such table", "no such slot"],
)
def test_a_timetable_that_does_not_fit_the_day_is_refused(places: dict[str, Place]) -> None:
    asked.when(Draft("lima", "t1", replace(ANSWER, places=places))).refused("timetable-broken")


def test_a_meeting_requested_while_the_solver_ran_is_not_lost() -> None:
    asked.given(requested("m3", "c2", "b2")).when(DRAFT).refused("timetable-broken")


def test_an_infeasible_day_has_no_timetable() -> None:
    infeasible = Timetable("infeasible", reasons=("b1 has more meetings than slots",))
    asked.when(Draft("lima", "t1", infeasible)).refused("timetable-infeasible")
    asked.when(Draft("lima", "t1", Timetable("unknown"))).refused("timetable-not-found-in-time")


def test_a_day_without_meetings_has_no_timetable() -> None:
    Scenario(DAY).given(PLANNED).when(DRAFT).refused("day-without-meetings")


def test_the_order_is_draft_review_publish() -> None:
    asked.when(Review("lima", "t1")).refused("timetable-unknown")
    drafted.when(Publish("lima", "t1")).refused("timetable-not-reviewed")
    drafted.when(Review("lima", "t1")).then(REVIEWED)
    reviewed.when(Review("lima", "t1")).refused("timetable-already-reviewed")
    reviewed.when(Publish("lima", "t1")).then(PUBLISHED)
    published.when(Publish("lima", "t1")).refused("timetable-already-published")
    published.when(Draft("lima", "t2", ANSWER)).refused("timetable-already-published")


def test_only_the_latest_draft_counts() -> None:
    again = reviewed.given(DRAFTED.model_copy(update={"timetable": "t2"}))
    again.when(Publish("lima", "t1")).refused("timetable-superseded")
    again.when(Publish("lima", "t2")).refused("timetable-not-reviewed")


def test_a_draft_is_outdated_once_someone_joins_or_asks() -> None:
    drafted.given(joined("c3")).when(Review("lima", "t1")).refused("timetable-outdated")
    reviewed.given(requested("m3", "c2", "b2")).when(Publish("lima", "t1")).refused("timetable-outdated")
