"""Tenures from older records: each is taken in as it was, in its place among the others, and once."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.postings.domain.position import POSITION, Abolish, Fill, Suspend
from services.postings.domain.position_record import RecordTenure
from services.postings.domain.posting import POSTING, Curtail, End, Start
from services.postings.domain.posting_course import Extend, Withdraw
from services.postings.domain.posting_proposal import Approve, Refuse
from services.postings.domain.posting_record import Record
from shared.contracts.postings.position import PositionFilled, PositionTenureRecorded, PositionVacated
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded
from shared.contracts.postings.posting_course import PostingExtended
from shared.contracts.postings.posting_record import PostingRecorded
from tests.scenario import Scenario
from tests.unit.postings.network import CREATED, PROPOSED

DAY = timedelta(days=1)
FIRST, LAST, TODAY = date(2009, 9, 1), date(2012, 8, 31), date(2026, 11, 26)
WHO = {"posting": "morel", "position": "lima-lo", "post": "lima", "officer": "o-morel"}
RECORD = Record(
    posting="morel", position="lima-lo", officer="o-morel", started_on=FIRST, today=TODAY, post="lima",
    officer_known=True, post_opened_on=date(2001, 1, 1), ends_on=LAST, ended_on=LAST,
)  # fmt: skip
STILL = replace(RECORD, ended_on=None)
RECORDED = PostingRecorded(**WHO, started_on=FIRST, ends_on=LAST, ended_on=LAST)
RUNNING = PostingRecorded(**WHO, started_on=FIRST, ends_on=LAST)

posting = Scenario(POSTING)
over, runs = posting.given(RECORDED), posting.given(RUNNING)
position = Scenario(POSITION).given(CREATED)


def held(posting: str, first: date, last: date | None = None, overlap: date | None = None) -> PositionTenureRecorded:
    about = {"position": "lima-lo", "posting": posting, "officer": f"o-{posting}"}
    return PositionTenureRecorded(**about, started_on=first, last_day=last, overlap_until=overlap)


def tenure(posting: str, first: date, last: date | None = None, overlap: date | None = None) -> RecordTenure:
    return RecordTenure(posting, f"o-{posting}", first, last, overlap)


def test_a_tenure_is_recorded_as_it_was_and_again_changes_nothing() -> None:
    posting.when(RECORD).then(RECORDED)
    over.when(RECORD).nothing_happens()
    posting.when(STILL).then(RUNNING)
    runs.when(STILL).nothing_happens()
    curtailed = replace(RECORD, curtailment="medical", arrived_on=FIRST - DAY)
    told = PostingRecorded(
        **WHO, started_on=FIRST, ends_on=LAST, ended_on=LAST, curtailment="medical", arrived_on=FIRST - DAY
    )
    posting.when(curtailed).then(told)
    posting.given(told).when(curtailed).nothing_happens()


def test_who_still_serves_is_estimated_by_the_position_where_the_records_say_nothing() -> None:
    posting.when(replace(STILL, ends_on=None, tour_months=36)).then(RUNNING)
    posting.when(replace(STILL, ends_on=None)).refused("estimate-missing")


def test_what_the_records_do_not_know_yet_stands() -> None:
    ended = PostingEnded(**WHO, ended_on=LAST + DAY)
    runs.given(ended).when(STILL).nothing_happens()
    runs.given(PostingExtended(**WHO, former=LAST, ends_on=LAST + DAY, reason="x")).when(STILL).nothing_happens()
    runs.given(ended).when(RECORD).refused("posting-already-recorded")


def test_a_tenure_that_went_on_may_be_said_to_have_ended() -> None:
    runs.when(RECORD).then(PostingEnded(**WHO, ended_on=LAST))
    curtailed = replace(RECORD, curtailment="medical")
    runs.when(curtailed).then(PostingCurtailed(**WHO, last_day=LAST, reason="medical"))
    runs.when(replace(RECORD, ended_on=FIRST - DAY)).refused("ended-before-start")


@pytest.mark.parametrize(
    ("other", "slug"),
    [
        ({"post": None}, "position-unknown"),
        ({"officer_known": False}, "officer-unknown"),
        ({"arrived_on": FIRST + DAY}, "start-before-arrival"),
        ({"started_on": TODAY + DAY, "ended_on": None, "ends_on": None}, "started-in-future"),
        ({"ends_on": FIRST - DAY}, "ends-before-start"),
        ({"ended_on": FIRST - DAY}, "ended-before-start"),
        ({"ended_on": TODAY + DAY}, "ended-in-future"),
        ({"ended_on": None, "curtailment": "other"}, "curtailed-without-end"),
        ({"overlap_until": FIRST - DAY}, "overlap-ends-before-start"),
        ({"post_opened_on": FIRST + DAY}, "start-before-opening"),
        ({"post_until": FIRST - DAY}, "post-closed"),
    ],
)
def test_records_that_cannot_be_true_are_refused(other: dict[str, Any], slug: str) -> None:
    posting.when(replace(RECORD, **other)).refused(slug)


@pytest.mark.parametrize(
    "other",
    [{"officer": "o-petit"}, {"position": "quito-lo"}, {"started_on": FIRST + DAY}, {"ended_on": LAST - DAY}],
)
def test_records_that_contradict_what_is_known_are_refused(other: dict[str, Any]) -> None:
    over.when(replace(RECORD, **other)).refused("posting-already-recorded")


def test_what_was_proposed_here_goes_its_course_here() -> None:
    posting.given(PROPOSED).when(RECORD).refused("posting-already-proposed")


def test_a_recorded_tenure_goes_on_like_any_other() -> None:
    runs.when(Extend(LAST + DAY, "x")).then(PostingExtended(**WHO, former=LAST, ends_on=LAST + DAY, reason="x"))
    runs.when(End(LAST)).then(PostingEnded(**WHO, ended_on=LAST))
    runs.when(Curtail(LAST, "other")).then(PostingCurtailed(**WHO, last_day=LAST, reason="other"))
    for command in (Approve("police"), Refuse("police", "no"), Start(FIRST), Withdraw("x")):
        runs.when(command).refused("posting-already-started")
        over.when(command).refused("posting-already-ended")


def test_tenures_are_recorded_in_any_order() -> None:
    present = position.given(held("petit", LAST + DAY))
    present.when(tenure("morel", FIRST, LAST)).then(held("morel", FIRST, LAST))
    past = position.given(held("morel", FIRST, LAST))
    past.when(tenure("petit", LAST + DAY)).then(held("petit", LAST + DAY))
    past.when(tenure("roche", FIRST - 9 * DAY, FIRST - DAY)).then(held("roche", FIRST - 9 * DAY, FIRST - DAY))
    past.when(tenure("morel", FIRST, LAST)).nothing_happens()
    present.when(tenure("petit", LAST + DAY)).nothing_happens()


def test_two_hold_no_position_at_once_but_for_a_declared_overlap() -> None:
    past = position.given(held("morel", FIRST, LAST))
    for clash in (tenure("petit", LAST), tenure("petit", FIRST, FIRST), tenure("petit", FIRST - DAY, FIRST)):
        past.when(clash).refused("position-already-held")
    past.when(tenure("petit", FIRST - DAY)).refused("position-already-held")
    past.when(tenure("petit", LAST - DAY, None, LAST)).then(held("petit", LAST - DAY, None, LAST))
    past.when(tenure("petit", LAST - DAY, None, LAST - DAY)).refused("position-already-held")
    declared = position.given(held("petit", LAST - DAY, LAST + DAY, LAST))
    declared.when(tenure("morel", FIRST, LAST)).then(held("morel", FIRST, LAST))
    filled = position.given(PositionFilled(position="lima-lo", posting="petit", officer="o-petit", started_on=LAST))
    filled.when(tenure("morel", FIRST, LAST)).refused("position-already-held")
    filled.when(tenure("morel", FIRST, None)).refused("position-already-held")
    filled.when(tenure("morel", FIRST, LAST - DAY)).then(held("morel", FIRST, LAST - DAY))


def test_a_recorded_holder_leaves_and_is_followed_like_any_other() -> None:
    held_now = position.given(held("morel", FIRST))
    vacated = PositionVacated(position="lima-lo", posting="morel", last_day=LAST)
    held_now.when(tenure("morel", FIRST, LAST)).then(vacated)
    held_now.when(tenure("morel", FIRST, FIRST - DAY)).refused("vacated-before-start")
    held_now.when(Fill("petit", "o-petit", LAST)).refused("position-already-held")
    held_now.given(vacated).when(Fill("petit", "o-petit", LAST)).refused("position-already-held")
    position.given(held("morel", FIRST, LAST)).when(Fill("petit", "o-petit", LAST)).refused("position-already-held")
    position.given(held("morel", FIRST, LAST)).when(Abolish(LAST - DAY, "x")).refused("position-still-held")


def test_a_position_that_is_no_more_has_a_past_alone() -> None:
    abolished = position.given(*_after(Abolish(LAST, "x")))
    abolished.when(tenure("morel", FIRST, LAST)).then(held("morel", FIRST, LAST))
    abolished.when(tenure("morel", FIRST, LAST + DAY)).refused("position-abolished")
    abolished.when(tenure("morel", FIRST)).refused("position-abolished")
    suspended = position.given(*_after(Suspend(LAST, "x")))
    suspended.when(tenure("morel", FIRST)).then(held("morel", FIRST))
    suspended.when(tenure("morel", LAST)).refused("position-suspended")


def _after(command: Any) -> Any:
    return POSITION.decide(POSITION.fold([CREATED]), command)
