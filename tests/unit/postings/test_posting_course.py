"""The rules of a posting's course: deadlines, agrement, checklist, arrival, overlap, tour length, extension."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.postings.domain.posting import POSTING, Command, End, Start
from services.postings.domain.posting_course import (
    CHECKLIST,
    Arrive,
    AskAgrement,
    Chase,
    Extend,
    GrantAgrement,
    RefuseAgrement,
    Schedule,
    Tick,
    Withdraw,
)
from services.postings.domain.posting_proposal import Approve
from services.postings.domain.tour import tour_end
from shared.contracts.postings.posting_course import (
    PostingAgrementAsked,
    PostingAgrementGranted,
    PostingAgrementRefused,
    PostingAgrementSilent,
    PostingArrived,
    PostingChecklistItemDone,
    PostingExtended,
    PostingScheduled,
    PostingWithdrawn,
)
from tests.scenario import Scenario
from tests.unit.postings.network import APPROVED, FIRST, GENDARMERIE_APPROVED, LAST, POLICE_APPROVED, PROPOSED, STARTED
from tests.unit.postings.test_posting import PROPOSE

WHO: dict[str, Any] = {"posting": "morel", "position": "lima-lo", "post": "lima", "officer": "o-morel"}
AT = datetime(2026, 5, 1, 8, tzinfo=UTC)
DUE = AT + timedelta(days=14)
EXPIRES = date(2026, 6, 1)
OFFER = PROPOSED.model_copy(
    update={
        "proposed_by": "desk",
        "proposed_at": AT,
        "remind_at": AT + timedelta(days=7),
        "approve_by": DUE,
        "expires_on": EXPIRES,
        "on_behalf_of": "DGSCGC",
    }
)
ASKED = PostingAgrementAsked(**WHO, asked_on=date(2026, 6, 1), answer_by=date(2026, 7, 1))
GRANTED = PostingAgrementGranted(**WHO, granted_on=date(2026, 6, 20))
SCHEDULED = PostingScheduled(**WHO, starts_on=FIRST, ends_on=LAST, checklist=CHECKLIST)
TICKED = tuple(PostingChecklistItemDone(**WHO, item=item, done_on=date(2026, 8, 1)) for item in CHECKLIST)
ARRIVED = PostingArrived(**WHO, arrived_on=FIRST + timedelta(days=3))
DAY = timedelta(days=1)

posting = Scenario(POSTING)
offered = posting.given(OFFER)
approved = posting.given(PROPOSED, POLICE_APPROVED, GENDARMERIE_APPROVED, APPROVED)
asked = approved.given(ASKED)
scheduled = approved.given(SCHEDULED)
ready = scheduled.given(*TICKED)
arrived = ready.given(ARRIVED)
started = approved.given(STARTED)


def test_a_proposal_says_until_when_both_directorates_are_to_have_their_say() -> None:
    propose = replace(PROPOSE, by="desk", at=AT, expires_on=EXPIRES, on_behalf_of="DGSCGC")
    posting.when(propose).then(OFFER)
    posting.when(replace(propose, expires_on=date(2026, 4, 30))).refused("expires-before-proposal")
    posting.when(replace(PROPOSE, position_open=False)).refused("position-not-open")


def test_nobody_approves_what_they_have_proposed_nor_a_posting_of_their_own_nor_for_both_directorates() -> None:
    plain = posting.given(OFFER.model_copy(update={"on_behalf_of": None}))
    plain.when(Approve("police", by="desk")).refused("approved-by-proposer")
    plain.when(Approve("police", by="o-morel")).refused("approved-by-officer")
    chief = POLICE_APPROVED.model_copy(update={"by": "chief"})
    plain.when(Approve("police", by="chief")).then(chief)
    plain.given(chief).when(Approve("gendarmerie", by="chief")).refused("approved-by-same-person")
    plain.given(chief).when(Approve("gendarmerie", by="other")).then(
        GENDARMERIE_APPROVED.model_copy(update={"by": "other"}), APPROVED
    )


def test_an_approval_says_on_behalf_of_which_directorate_where_the_position_is_for_its_officers() -> None:
    offered.when(Approve("police", "chief", AT, "DGSCGC")).then(
        POLICE_APPROVED.model_copy(update={"by": "chief", "on_behalf_of": "DGSCGC"})
    )
    offered.when(Approve("police", "chief", AT, "DGEF")).refused("on-behalf-not-foreseen")
    offered.when(Approve("police", "chief", AT)).refused("on-behalf-missing")
    posting.given(PROPOSED).when(Approve("police", "chief", AT, "DGSCGC")).refused("on-behalf-not-foreseen")


def test_the_days_are_not_settled_for_before_the_approval() -> None:
    known = posting.given(PROPOSED, APPROVED.model_copy(update={"approved_on": FIRST - DAY}))
    known.when(Schedule(FIRST - 2 * DAY, LAST)).refused("approval-after-start")
    known.when(Schedule(FIRST - DAY, LAST)).then(SCHEDULED.model_copy(update={"starts_on": FIRST - DAY}))


def test_a_posting_is_withdrawn_until_it_starts() -> None:
    offered.when(Withdraw("plans")).then(PostingWithdrawn(**WHO, reason="plans"))
    withdrawn = PostingWithdrawn(**WHO, reason="plans", approved=True)
    for scenario in (approved, asked, scheduled, arrived):
        scenario.when(Withdraw("plans")).then(withdrawn)
    approved.given(withdrawn).when(Withdraw("plans")).nothing_happens()
    approved.given(withdrawn).when(Start(FIRST)).refused("posting-withdrawn")
    started.when(Withdraw("plans")).refused("posting-already-started")


def test_the_host_country_is_asked_once_and_answers_once() -> None:
    ask = AskAgrement(ASKED.asked_on, ASKED.answer_by)
    approved.when(ask).then(ASKED)
    asked.when(ask).nothing_happens()
    asked.when(replace(ask, answer_by=LAST)).refused("agrement-already-asked")
    offered.when(ask).refused("posting-not-approved")
    approved.when(AskAgrement(FIRST, FIRST - DAY)).refused("answer-before-question")
    approved.when(GrantAgrement(FIRST)).refused("agrement-not-asked")
    asked.when(GrantAgrement(GRANTED.granted_on)).then(GRANTED)
    asked.when(GrantAgrement(ASKED.asked_on - DAY)).refused("answer-before-question")
    asked.given(GRANTED).when(GrantAgrement(GRANTED.granted_on)).nothing_happens()
    asked.given(GRANTED).when(RefuseAgrement(FIRST)).refused("agrement-already-answered")


def test_silence_is_no_consent_and_an_answer_may_come_late() -> None:
    silent = PostingAgrementSilent(**WHO, answer_by=ASKED.answer_by)
    asked.when(Chase(datetime(2026, 7, 1, 23, tzinfo=UTC))).nothing_happens()
    asked.when(Chase(datetime(2026, 7, 2, tzinfo=UTC))).then(silent)
    quiet = asked.given(silent)
    quiet.when(Chase(datetime(2026, 7, 3, tzinfo=UTC))).nothing_happens()
    quiet.when(Start(FIRST)).refused("agrement-not-granted")
    quiet.when(GrantAgrement(GRANTED.granted_on)).then(GRANTED)


def test_without_the_agrement_that_is_needed_nobody_is_scheduled_or_starts() -> None:
    needed = PROPOSED.model_copy(update={"agrement_needed": True})
    waiting = posting.given(needed, POLICE_APPROVED, GENDARMERIE_APPROVED, APPROVED)
    waiting.when(Schedule(FIRST, LAST)).refused("agrement-not-granted")
    waiting.when(Start(FIRST)).refused("agrement-not-granted")
    waiting.given(ASKED, GRANTED).when(Start(FIRST)).refused("posting-not-scheduled")


def test_a_refused_agrement_ends_the_posting() -> None:
    no = PostingAgrementRefused(**WHO, refused_on=date(2026, 6, 20))
    asked.when(RefuseAgrement(date(2026, 6, 20))).then(no)
    asked.given(no).when(RefuseAgrement(date(2026, 6, 20))).nothing_happens()
    asked.given(no).when(Start(FIRST)).refused("posting-already-refused")


def test_the_days_are_settled_after_the_approval_and_may_move() -> None:
    approved.when(Schedule(FIRST, LAST)).then(SCHEDULED)
    scheduled.when(Schedule(FIRST, LAST)).nothing_happens()
    moved = SCHEDULED.model_copy(update={"starts_on": FIRST + DAY})
    scheduled.when(Schedule(FIRST + DAY, LAST)).then(moved)
    approved.when(Schedule(FIRST, FIRST - DAY)).refused("ends-before-start")
    offered.when(Schedule(FIRST, LAST)).refused("posting-not-approved")
    ready.given(moved).when(Arrive(FIRST)).then(PostingArrived(**WHO, arrived_on=FIRST))


def test_nobody_departs_before_the_checklist_is_done() -> None:
    scheduled.when(Tick("medical", date(2026, 8, 1))).then(TICKED[0])
    scheduled.given(TICKED[0]).when(Tick("medical", date(2026, 8, 2))).nothing_happens()
    scheduled.when(Tick("tennis", FIRST)).refused("checklist-item-unknown")
    approved.when(Tick("medical", FIRST)).refused("posting-not-scheduled")
    scheduled.given(*TICKED[1:]).when(Arrive(FIRST)).refused("checklist-incomplete")
    ready.when(Arrive(FIRST + 3 * DAY)).then(ARRIVED)


def test_arrival_and_start_differ_and_the_start_comes_later() -> None:
    scheduled.when(Start(FIRST)).refused("posting-not-arrived")
    approved.when(Arrive(FIRST)).refused("posting-not-scheduled")
    ready.when(Arrive(LAST + DAY)).refused("arrival-after-last-day")
    arrived.when(Arrive(FIRST + 3 * DAY)).nothing_happens()
    arrived.when(Arrive(FIRST)).refused("posting-already-arrived")
    arrived.when(Start(FIRST + DAY)).refused("start-before-arrival")
    arrived.when(Start(FIRST + 4 * DAY)).then(STARTED.model_copy(update={"started_on": FIRST + 4 * DAY}))


def test_the_tour_length_is_frozen_when_the_tenure_starts() -> None:
    tour = {"tour_months": 24, "ends_on": date(2028, 8, 31)}
    approved.when(Start(FIRST, tour_months=24)).then(STARTED.model_copy(update=tour))


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 9, 1), 12, date(2027, 8, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 30), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 36, date(2029, 12, 14)),
        (date(2026, 1, 1), 11, date(2026, 11, 30)),
    ],
)
def test_a_tour_ends_on_the_eve_of_the_day_on_which_it_began(first: date, months: int, last: date) -> None:
    assert tour_end(first, months) == last


def test_a_declared_overlap_needs_a_predecessor_and_does_not_end_before_it_begins() -> None:
    overlap = Start(FIRST, predecessor="petit", predecessor_officer="o-petit", overlap_until=FIRST + 10 * DAY)
    said = {"predecessor": "petit", "predecessor_officer": "o-petit", "overlap_until": FIRST + 10 * DAY}
    approved.when(overlap).then(STARTED.model_copy(update=said))
    approved.when(replace(overlap, overlap_until=FIRST - DAY)).refused("overlap-ends-before-start")
    approved.when(Start(FIRST, overlap_until=FIRST)).refused("overlap-without-predecessor")


def test_nobody_starts_at_a_suspended_post() -> None:
    approved.when(Start(FIRST, post_suspended_on=FIRST)).refused("post-suspended")
    approved.when(Start(FIRST, post_suspended_on=FIRST + DAY)).then(STARTED)


def test_a_running_tenure_is_extended_to_a_later_day() -> None:
    longer = PostingExtended(**WHO, former=LAST, ends_on=LAST + 30 * DAY, reason="summit")
    started.when(Extend(LAST + 30 * DAY, "summit")).then(longer)
    started.given(longer).when(Extend(LAST + 30 * DAY, "summit")).nothing_happens()
    started.given(longer).when(Extend(LAST, "summit")).refused("extension-not-later")
    for scenario in (offered, approved, scheduled, arrived):
        scenario.when(Extend(LAST + DAY, "summit")).refused("posting-not-started")
    ended = started.after(End(LAST))[-1]
    started.given(ended).when(Extend(LAST + DAY, "summit")).refused("posting-already-ended")


@pytest.mark.parametrize(
    "command",
    [
        Chase(AT), Withdraw("x"), AskAgrement(FIRST, LAST), GrantAgrement(FIRST), RefuseAgrement(FIRST),
        Schedule(FIRST, LAST), Tick("medical", FIRST), Arrive(FIRST), Extend(LAST, "x"),
    ],
)  # fmt: skip
def test_a_posting_that_was_never_proposed_has_no_course(command: Command) -> None:
    posting.when(command).refused("posting-unknown")


def test_where_the_host_country_has_a_say_no_step_is_left_out() -> None:
    demanded = posting.given(
        PROPOSED.model_copy(update={"agrement_needed": True}), POLICE_APPROVED, GENDARMERIE_APPROVED, APPROVED
    )
    demanded.when(Start(FIRST)).refused("agrement-not-granted")
    for granted in (demanded.given(ASKED, GRANTED), asked.given(GRANTED)):
        granted.when(Start(FIRST)).refused("posting-not-scheduled")
        granted.given(SCHEDULED).when(Start(FIRST)).refused("posting-not-arrived")
        granted.given(SCHEDULED).when(Arrive(FIRST)).refused("checklist-incomplete")
        granted.given(SCHEDULED, *TICKED, ARRIVED).when(Start(FIRST + 3 * DAY)).then(
            STARTED.model_copy(update={"started_on": FIRST + 3 * DAY})
        )
    approved.when(Start(FIRST)).then(STARTED)
