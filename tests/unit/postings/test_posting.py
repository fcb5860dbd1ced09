"""The rules of a posting, from proposal to end."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.postings.domain.posting import POSTING, Command, Curtail, End, Start
from services.postings.domain.posting_proposal import Approve, Propose, Refuse
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded, PostingProposed, PostingRefused
from tests.scenario import Scenario
from tests.unit.postings.network import (
    APPROVED,
    FIRST,
    GENDARMERIE_APPROVED,
    LAST,
    POLICE_APPROVED,
    PROPOSED,
    STARTED,
)

PROPOSE = Propose(
    posting="morel",
    position="lima-lo",
    officer="o-morel",
    starts_on=FIRST,
    ends_on=LAST,
    post="lima",
    officer_known=True,
)
REFUSED = PostingRefused(
    posting="morel", position="lima-lo", post="lima", directorate="police", reason="needed at headquarters",
    officer="o-morel",
)  # fmt: skip
ENDED = PostingEnded(posting="morel", position="lima-lo", post="lima", officer="o-morel", ended_on=LAST)
DAY = timedelta(days=1)

posting = Scenario(POSTING)
proposed = posting.given(PROPOSED)
half_approved = proposed.given(POLICE_APPROVED)
approved = half_approved.given(GENDARMERIE_APPROVED, APPROVED)
refused = proposed.given(REFUSED)
started = approved.given(STARTED)
ended = started.given(ENDED)


def test_a_known_officer_is_proposed_for_an_existing_position() -> None:
    posting.when(PROPOSE).then(PROPOSED)
    posting.when(replace(PROPOSE, post=None)).refused("position-unknown")
    posting.when(replace(PROPOSE, officer_known=False)).refused("officer-unknown")


def test_a_posting_does_not_end_before_it_starts() -> None:
    posting.when(replace(PROPOSE, ends_on=FIRST - DAY)).refused("ends-before-start")


def test_nobody_begins_at_a_post_that_is_closed_by_then() -> None:
    eve = FIRST - DAY
    posting.when(replace(PROPOSE, post_until=eve)).refused("post-closed")
    posting.when(replace(PROPOSE, post_until=FIRST)).then(PROPOSED)
    approved.when(Start(FIRST, post_until=eve)).refused("post-closed")
    approved.when(Start(FIRST, post_until=FIRST)).then(STARTED)


def test_proposing_again_changes_nothing_with_the_same_facts_and_is_refused_with_others() -> None:
    started.when(PROPOSE).nothing_happens()
    proposed.when(replace(PROPOSE, officer="o-petit")).refused("posting-already-proposed")


@pytest.mark.parametrize(
    "command",
    [
        Approve("police"),
        Refuse("police", "no"),
        Start(FIRST),
        End(LAST),
        Curtail(LAST, "medical"),
    ],
)
def test_nothing_happens_to_a_posting_that_was_never_proposed(command: Command) -> None:
    posting.when(command).refused("posting-unknown")


def test_nobody_is_proposed_for_days_that_are_over() -> None:
    at = datetime.combine(FIRST, time(8), UTC)
    posting.when(replace(PROPOSE, at=at + DAY)).refused("starts-before-proposal")
    [proposed_today] = POSTING.decide(POSTING.initial, replace(PROPOSE, at=at))
    assert isinstance(proposed_today, PostingProposed)


def test_no_approval_comes_after_the_first_day() -> None:
    at = datetime.combine(FIRST, time(8), UTC)
    proposed.when(Approve("police", "chief", at)).then(POLICE_APPROVED.model_copy(update={"by": "chief"}))
    proposed.when(Approve("police", "chief", at + DAY)).refused("approval-after-start")
    last = half_approved.when(Approve("gendarmerie", "chief", at))
    last.then(
        GENDARMERIE_APPROVED.model_copy(update={"by": "chief"}), APPROVED.model_copy(update={"approved_on": FIRST})
    )


def test_both_directorates_are_needed_in_any_order() -> None:
    proposed.when(Approve("police")).then(POLICE_APPROVED)
    half_approved.when(Approve("gendarmerie")).then(GENDARMERIE_APPROVED, APPROVED)
    proposed.given(GENDARMERIE_APPROVED).when(Approve("police")).then(POLICE_APPROVED, APPROVED)


def test_a_directorate_has_its_say_once() -> None:
    half_approved.when(Approve("police")).refused("directorate-already-approved")
    half_approved.when(Refuse("police", "second thoughts")).refused("directorate-already-approved")
    approved.when(Refuse("gendarmerie", "second thoughts")).refused("directorate-already-approved")


def test_one_refusal_is_enough_and_final() -> None:
    proposed.when(Refuse("police", "needed at headquarters")).then(REFUSED)
    half_approved.when(Refuse("gendarmerie", "too junior")).then(
        REFUSED.model_copy(update={"directorate": "gendarmerie", "reason": "too junior"})
    )
    refused.when(Approve("gendarmerie")).refused("posting-already-refused")
    refused.when(Refuse("gendarmerie", "no")).refused("posting-already-refused")
    refused.when(Start(FIRST)).refused("posting-already-refused")


def test_neither_directorate_alone_lets_an_officer_start() -> None:
    proposed.when(Start(FIRST)).refused("posting-not-approved")
    half_approved.when(Start(FIRST)).refused("posting-not-approved")
    proposed.given(GENDARMERIE_APPROVED).when(Start(FIRST)).refused("posting-not-approved")


def test_an_officer_starts_within_the_days_that_were_approved() -> None:
    approved.when(Start(FIRST)).then(STARTED)
    approved.when(Start(FIRST - DAY)).refused("start-before-first-day")
    approved.when(Start(LAST + DAY)).refused("start-after-last-day")


def test_a_start_names_the_predecessor() -> None:
    approved.when(Start(FIRST, predecessor="petit", predecessor_officer="o-petit")).then(
        STARTED.model_copy(update={"predecessor": "petit", "predecessor_officer": "o-petit"})
    )


def test_an_officer_starts_once() -> None:
    started.when(Start(FIRST)).refused("posting-already-started")
    ended.when(Start(FIRST)).refused("posting-already-ended")


def test_a_started_posting_ends() -> None:
    started.when(End(LAST)).then(ENDED)
    started.when(End(LAST + DAY, successor="petit")).then(
        ENDED.model_copy(update={"ended_on": LAST + DAY, "successor": "petit"})
    )


def test_a_started_posting_is_curtailed() -> None:
    started.when(Curtail(date(2027, 3, 1), "medical")).then(
        PostingCurtailed(
            posting="morel",
            position="lima-lo",
            post="lima",
            officer="o-morel",
            last_day=date(2027, 3, 1),
            reason="medical",
        )
    )


def test_a_posting_that_has_not_started_is_neither_ended_nor_curtailed() -> None:
    for scenario in (proposed, half_approved, approved, refused):
        scenario.when(End(LAST)).refused("posting-not-started")
        scenario.when(Curtail(LAST, "medical")).refused("posting-not-started")


def test_the_last_day_does_not_lie_before_the_start() -> None:
    started.when(End(FIRST - DAY)).refused("ended-before-start")
    started.when(Curtail(FIRST - DAY, "medical")).refused("curtailed-before-start")


def test_a_posting_ends_once() -> None:
    ended.when(End(LAST)).refused("posting-already-ended")
    ended.when(Curtail(LAST, "medical")).refused("posting-already-ended")


def test_the_history_of_a_posting_is_what_its_commands_decided() -> None:
    history = posting.after(PROPOSE, Approve("police"), Approve("gendarmerie"), Start(FIRST), End(LAST))
    assert history == (PROPOSED, POLICE_APPROVED, GENDARMERIE_APPROVED, APPROVED, STARTED, ENDED)
