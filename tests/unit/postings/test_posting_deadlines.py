"""What the clock demands of a posting: reminders, the ends of offers and approvals, and that somebody has left."""

from datetime import UTC, datetime, time, timedelta

from services.postings.domain.posting import End, Start
from services.postings.domain.posting_course import Chase, Schedule, Withdraw
from services.postings.domain.posting_proposal import Approve, Refuse
from shared.contracts.postings.posting_course import (
    PostingApprovalEscalated,
    PostingApprovalReminded,
    PostingLeft,
    PostingOfferExpired,
)
from tests.unit.postings.network import APPROVED, FIRST, GENDARMERIE_APPROVED, LAST, POLICE_APPROVED, PROPOSED
from tests.unit.postings.test_posting_course import (
    AT,
    DAY,
    DUE,
    EXPIRES,
    SCHEDULED,
    WHO,
    approved,
    arrived,
    offered,
    posting,
    ready,
    scheduled,
    started,
)  # fmt: skip


def test_an_offer_that_was_not_approved_in_time_expires() -> None:
    expired = PostingOfferExpired(**WHO, expired_on=EXPIRES)
    night = datetime(2026, 6, 2, tzinfo=UTC)
    offered.when(Chase(night)).then(expired)
    offered.when(Approve("police", "chief", night)).refused("posting-expired")
    gone = offered.given(expired)
    gone.when(Chase(night + DAY)).nothing_happens()
    for command in (Approve("police"), Refuse("police", "no"), Start(FIRST), Withdraw("late"), Schedule(FIRST, LAST)):
        gone.when(command).refused("posting-expired")
    offered.given(POLICE_APPROVED, GENDARMERIE_APPROVED, APPROVED).when(Chase(night)).nothing_happens()


def test_an_offer_is_good_through_the_first_day_where_no_other_is_said() -> None:
    after = datetime.combine(FIRST, time(0), UTC) + DAY
    proposed = posting.given(PROPOSED)
    proposed.when(Chase(after - DAY)).nothing_happens()
    proposed.when(Chase(after)).then(PostingOfferExpired(**WHO, expired_on=FIRST))


def test_an_approval_that_nobody_takes_up_lapses_with_the_days_that_were_settled() -> None:
    waits = datetime.combine(FIRST + 90 * DAY, time(23), UTC)
    lapsed = PostingOfferExpired(**WHO, expired_on=FIRST + 90 * DAY, approved=True)
    for scenario in (approved, scheduled, ready):
        scenario.when(Chase(waits)).nothing_happens()
        scenario.when(Chase(waits + DAY)).then(lapsed)
        scenario.given(lapsed).when(Start(FIRST)).refused("posting-expired")
    for begun in (arrived, started):
        begun.when(Chase(waits + DAY)).nothing_happens()
    short = approved.given(SCHEDULED.model_copy(update={"ends_on": FIRST + 10 * DAY}))
    short.when(Chase(waits)).then(lapsed.model_copy(update={"expired_on": FIRST + 10 * DAY}))


def test_an_officer_has_left_once_the_last_day_is_over_however_early_that_was_said() -> None:
    ended = started.given(started.after(End(LAST))[-1])
    night = datetime.combine(LAST, time(23, 59), UTC)
    ended.when(Chase(night)).nothing_happens()
    left = PostingLeft(**WHO, last_day=LAST)
    ended.when(Chase(night + DAY)).then(left)
    ended.given(left).when(Chase(night + 2 * DAY)).nothing_happens()
    started.when(Chase(night + DAY)).nothing_happens()


def test_a_directorate_is_reminded_once_and_then_escalated_once() -> None:
    reminded = PostingApprovalReminded(**WHO, missing=("gendarmerie", "police"), approve_by=DUE)
    offered.when(Chase(AT + timedelta(days=6))).nothing_happens()
    offered.when(Chase(AT + timedelta(days=7))).then(reminded)
    offered.given(reminded).when(Chase(AT + timedelta(days=8))).nothing_happens()
    half = offered.given(reminded, POLICE_APPROVED)
    escalated = PostingApprovalEscalated(**WHO, missing=("gendarmerie",), approve_by=DUE)
    half.when(Chase(DUE)).then(escalated)
    half.given(escalated).when(Chase(DUE + DAY)).nothing_happens()
    half.given(GENDARMERIE_APPROVED, APPROVED).when(Chase(DUE)).nothing_happens()
    half.given(escalated).when(Approve("gendarmerie", "chief", DUE + DAY, "DGSCGC")).then(
        GENDARMERIE_APPROVED.model_copy(update={"by": "chief", "on_behalf_of": "DGSCGC"}),
        APPROVED.model_copy(update={"approved_on": (DUE + DAY).date()}),
    )
