"""A threat notice is approved by somebody else, never changed once issued, and ends once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.postings.domain.notice import NOTICE, Approve, Discard, Draft, Issue, Revise
from services.postings.domain.notice_ending import Expire, Withdraw
from services.postings.domain.notice_subject import NOTICE_SUBJECT, CloseDraft, OpenDraft
from shared.contracts.postings.notice import (
    NoticeAddressee,
    NoticeDiscarded,
    NoticeExpired,
    NoticeRevised,
    NoticeWithdrawn,
)
from shared.contracts.postings.notice_subject import NoticeDraftClosed, NoticeDraftOpened
from tests.scenario import Scenario
from tests.unit.postings.threats import (
    APPROVED,
    APPROVED_AGAIN,
    AT,
    CONTENT,
    DRAFTED,
    DRAFTED_AGAIN,
    ISSUED,
    MORE,
    NOTE,
    STEPS,
    TOLD,
    UNTIL,
    UPDATED,
    box,
)

DRAFT = Draft("n1", "lima-protests", CONTENT, "anne")
UPDATE = Draft("n1", "lima-protests", MORE, "bob", NOTE)
REVISE = Revise(MORE, "bob")
ISSUE = Issue(TOLD, AT)
REVISED = NoticeRevised(notice="n1", edition=1, content=MORE, author="bob")
WITHDRAWN = NoticeWithdrawn(notice="n1", edition=1, content=CONTENT, reason="wrong", addressees=TOLD, withdrawn_at=AT)
EXPIRED = NoticeExpired(notice="n1", edition=1, addressees=TOLD, expired_at=UNTIL)

scenario = Scenario(NOTICE)
drafted = scenario.given(DRAFTED)
issued = scenario.given(DRAFTED, APPROVED, ISSUED)
updating = issued.given(DRAFTED_AGAIN)


def test_a_notice_is_drafted_approved_and_issued() -> None:
    scenario.when(DRAFT).then(DRAFTED)
    drafted.when(Approve("bob")).then(APPROVED)
    drafted.given(APPROVED).when(ISSUE).then(ISSUED)


def test_the_same_again_changes_nothing() -> None:
    drafted.when(DRAFT).nothing_happens()
    drafted.given(APPROVED).when(Approve("carl")).nothing_happens()
    drafted.when(Revise(CONTENT, "bob")).nothing_happens()
    issued.when(ISSUE).nothing_happens()
    issued.when(Discard()).nothing_happens()
    issued.given(WITHDRAWN).when(Withdraw("wrong", UNTIL)).nothing_happens()
    issued.given(EXPIRED).when(Expire(UNTIL)).nothing_happens()


@pytest.mark.parametrize(
    "command", [REVISE, Approve("bob"), Discard(), ISSUE, Withdraw("wrong", AT), Expire(UNTIL)], ids=repr
)
def test_nothing_is_done_to_a_notice_that_is_unknown(command: Any) -> None:
    scenario.when(command).refused("notice-unknown")


def test_nobody_approves_what_they_have_written_of() -> None:
    drafted.when(Approve("anne")).refused("notice-approved-by-author")
    drafted.given(REVISED).when(Approve("anne")).refused("notice-approved-by-author")
    drafted.given(REVISED).when(Approve("bob")).refused("notice-approved-by-author")


def test_a_revision_voids_the_approval() -> None:
    drafted.given(APPROVED).when(REVISE).then(REVISED)
    drafted.given(APPROVED, REVISED).when(ISSUE).refused("notice-not-approved")


def test_a_draft_is_not_issued_unapproved_or_late_or_to_nobody() -> None:
    drafted.when(ISSUE).refused("notice-not-approved")
    drafted.given(APPROVED).when(Issue(TOLD, UNTIL)).refused("notice-validity-over")
    drafted.given(APPROVED).when(Issue((), AT)).refused("notice-without-audience")


def test_an_urgent_notice_is_not_issued_where_its_escalation_does_not_end_at_headquarters() -> None:
    lost = TOLD[0].model_copy(update={"escalation": STEPS[:2]})
    for told in ((lost, TOLD[1]), (lost.model_copy(update={"escalation": ()}),)):
        drafted.given(APPROVED).when(Issue(told, AT)).refused("headquarters-unreachable")
    calm = DRAFTED.model_copy(update={"content": CONTENT.model_copy(update={"level": 2})})
    assert NOTICE.decide(NOTICE.fold([calm, APPROVED]), Issue((lost,), AT))
    updating.given(APPROVED_AGAIN).when(Issue((lost,), AT)).refused("headquarters-unreachable")


def test_what_is_issued_is_changed_by_another_edition_only() -> None:
    issued.when(REVISE).refused("notice-immutable")
    issued.when(Approve("bob")).refused("notice-immutable")


def test_an_update_says_what_has_changed_and_is_approved_too() -> None:
    issued.when(replace(UPDATE, change_note=None)).refused("change-note-missing")
    issued.when(UPDATE).then(DRAFTED_AGAIN)
    updating.when(Revise(CONTENT, "bob")).refused("change-note-missing")
    updating.when(ISSUE).refused("notice-not-approved")
    updating.given(APPROVED_AGAIN).when(ISSUE).then(UPDATED)


def test_an_update_goes_to_all_who_were_told_before_too() -> None:
    other = NoticeAddressee(reader=box("quito"), role="neighbouring-post", post="quito", escalation=STEPS[2:])
    told = (*TOLD, other)
    updating.given(APPROVED_AGAIN).when(Issue((other,), AT)).then(UPDATED.model_copy(update={"addressees": told}))


def test_what_a_first_edition_says_of_a_change_is_left_out() -> None:
    scenario.when(replace(DRAFT, change_note=NOTE)).then(DRAFTED)


def test_below_level_3_nobody_is_told_in_anothers_place() -> None:
    for level, kept in ((2, False), (3, True)):
        content = CONTENT.model_copy(update={"level": level})
        history = scenario.given(DRAFTED.model_copy(update={"content": content}), APPROVED)
        [event] = NOTICE.decide(NOTICE.fold(history.history), ISSUE)
        assert [bool(one.escalation) for one in getattr(event, "addressees")] == [kept, kept]  # noqa: B009


def test_a_notice_has_one_open_draft_about_one_subject() -> None:
    drafted.when(replace(DRAFT, content=MORE)).refused("draft-already-open")
    issued.when(replace(UPDATE, subject="cusco")).refused("subject-immutable")


def test_a_discarded_draft_leaves_what_is_in_force() -> None:
    drafted.when(Discard()).then(NoticeDiscarded(notice="n1", edition=1))
    updating.when(Discard()).then(NoticeDiscarded(notice="n1", edition=2))
    drafted.given(NoticeDiscarded(notice="n1", edition=1)).when(ISSUE).refused("no-open-draft")
    drafted.given(NoticeDiscarded(notice="n1", edition=1)).when(DRAFT).then(DRAFTED)
    updating.given(NoticeDiscarded(notice="n1", edition=2)).when(Withdraw("wrong", AT)).then(WITHDRAWN)


def test_an_issued_notice_is_withdrawn_with_a_reason_or_expires_in_time() -> None:
    issued.when(Withdraw("wrong", AT)).then(WITHDRAWN)
    issued.when(Expire(UNTIL)).then(EXPIRED)
    issued.when(Expire(UNTIL - timedelta(seconds=1))).refused("notice-still-valid")
    drafted.when(Withdraw("wrong", AT)).refused("notice-not-issued")
    drafted.when(Expire(UNTIL)).refused("notice-not-issued")


@pytest.mark.parametrize("end", [WITHDRAWN, EXPIRED], ids=["withdrawn", "expired"])
@pytest.mark.parametrize(
    "command", [UPDATE, REVISE, Approve("carl"), ISSUE, Discard(), Withdraw("again", AT)], ids=repr
)
def test_a_notice_that_is_over_stays_so(end: Any, command: Any) -> None:
    issued.given(end).when(command).refused("notice-closed")


@pytest.mark.parametrize(
    ("wrong", "slug"),
    [
        ({"valid_until": AT}, "validity-crossed"),
        ({"countries": ()}, "scope-without-country"),
        ({"place": None}, "scope-without-place"),
        ({"scope": "country"}, "scope-with-place"),
        ({"concerned": ()}, "nobody-concerned"),
    ],
)
def test_what_a_notice_says_must_make_sense(wrong: dict[str, Any], slug: str) -> None:
    content = CONTENT.model_copy(update=wrong)
    scenario.when(replace(DRAFT, content=content)).refused(slug)
    drafted.when(Revise(content, "bob")).refused(slug)


def test_a_subject_has_one_open_draft_at_a_time() -> None:
    opened = NoticeDraftOpened(subject="s", notice="n1")
    subject = Scenario(NOTICE_SUBJECT)
    subject.when(OpenDraft("s", "n1")).then(opened)
    subject.given(opened).when(OpenDraft("s", "n1")).nothing_happens()
    subject.given(opened).when(OpenDraft("s", "n2")).refused("draft-open-for-subject")
    subject.given(opened).when(CloseDraft("s", "n2")).nothing_happens()
    closed = NoticeDraftClosed(subject="s", notice="n1")
    subject.given(opened).when(CloseDraft("s", "n1")).then(closed)
    subject.given(opened, closed).when(OpenDraft("s", "n2")).then(NoticeDraftOpened(subject="s", notice="n2"))
