"""The rules of notes on countries: drafted, reviewed by somebody else, dated, asked about."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from services.postings.domain.environment_note import ENVIRONMENT_NOTE, Answer, Approve, Return
from services.postings.views.advice import ADVICE
from services.postings.views.environment_note_versions import ENVIRONMENT_NOTE_VERSIONS
from services.postings.views.environment_notes import ENVIRONMENT_NOTES, as_told
from services.postings.views.environment_questions import ENVIRONMENT_QUESTIONS
from shared.contracts.delegations.assistance import AssistanceAnswered, AssistanceRequested, Desk
from tests.scenario import Scenario
from tests.unit.postings.one_inquiry import AT
from tests.unit.postings.one_note import (
    ANSWERED,
    APPROVED,
    ASK,
    ASKED,
    DRAFT,
    DRAFTED,
    RETURNED,
    TEXT,
)

OTHER = TEXT.model_copy(update={"law": "Law 2."})
REDRAFT = replace(DRAFT, text=OTHER)

nothing = Scenario(ENVIRONMENT_NOTE)
drafted = nothing.given(DRAFTED)
approved = drafted.given(APPROVED)


def test_a_post_drafts_for_a_country_that_it_covers() -> None:
    nothing.when(DRAFT).then(DRAFTED)
    drafted.when(DRAFT).nothing_happens()
    nothing.when(replace(DRAFT, covers=False)).refused("country-not-covered")


def test_a_draft_that_waits_is_replaced_and_after_its_approval_the_next_version_begins() -> None:
    redrafted = DRAFTED.model_copy(update={"draft": 2, "text": OTHER})
    drafted.when(REDRAFT).then(redrafted)
    drafted.given(RETURNED).when(REDRAFT).then(redrafted)
    approved.when(REDRAFT).then(redrafted.model_copy(update={"version": 2}))


def test_a_review_is_of_the_draft_that_was_read() -> None:
    drafted.when(Approve("pe", 1, 12, AT)).then(APPROVED)
    approved.when(Approve("pe", 1, 12, AT)).nothing_happens()
    drafted.when(Return("pe", 1, "Which law?", AT)).then(RETURNED)
    drafted.given(RETURNED).when(Return("pe", 1, "Which law?", AT)).nothing_happens()
    drafted.given(RETURNED).when(Return("pe", 1, "And since when?", AT)).refused("draft-already-reviewed")
    drafted.given(RETURNED).when(Approve("pe", 1, 12, AT)).refused("draft-already-reviewed")
    approved.when(Return("pe", 1, "Which law?", AT)).refused("draft-already-reviewed")
    drafted.when(Approve("pe", 2, 12, AT)).refused("draft-outdated")
    nothing.when(Approve("pe", 1, 12, AT)).refused("environment-note-unknown")


def test_a_note_that_was_reviewed_before_it_was_entered_is_due_from_that_day_on() -> None:
    earlier = APPROVED.model_copy(update={"review_on": date(2026, 6, 15)})
    drafted.when(Approve("pe", 1, 12, AT, date(2025, 6, 15))).then(earlier)
    drafted.given(earlier).when(Approve("pe", 1, 12, AT, date(2025, 6, 15))).nothing_happens()
    drafted.when(Approve("pe", 1, 12, AT, AT.date() + timedelta(days=1))).refused("reviewed-in-future")


def test_a_company_asks_about_what_it_can_read_and_gets_one_answer_from_the_post() -> None:
    drafted.when(ASK).refused("environment-note-not-approved")
    approved.when(ASK).then(ASKED)
    asked = approved.given(ASKED)
    asked.when(ASK).nothing_happens()
    asked.when(replace(ASK, company="bolt")).refused("question-already-asked")
    answer = Answer("pe", "n1", "lima", "Since 2020.", AT)
    asked.when(answer).then(ANSWERED)
    asked.when(replace(answer, post=None)).then(ANSWERED)
    asked.when(replace(answer, post="quito")).refused("environment-note-forbidden")
    approved.when(answer).refused("question-unknown")
    asked.given(ANSWERED).when(answer).nothing_happens()
    asked.given(ANSWERED).when(replace(answer, answer="No idea.")).refused("question-already-answered")


def shown(view: Any, *events: Any) -> Any:
    document: Any = None
    for event in events:
        document = view.evolve(document, event)
    return {"id": "pe", **document}


def test_companies_read_the_approved_version_while_the_next_one_is_drafted() -> None:
    assert as_told(shown(ENVIRONMENT_NOTES, DRAFTED)) is None
    second = DRAFTED.model_copy(update={"version": 2, "draft": 2, "text": OTHER})
    staff = shown(ENVIRONMENT_NOTES, DRAFTED, APPROVED, second)
    assert (staff["waiting"], staff["draft"]["text"]) == (True, OTHER.model_dump())
    told = as_told(staff) or {}
    assert (told["version"], told["text"], told["review_on"]) == (1, TEXT.model_dump(), "2027-03-02")
    returned = shown(ENVIRONMENT_NOTES, DRAFTED, RETURNED)
    assert (returned["waiting"], returned["draft"]["remarks"]) == (False, "Which law?")


def test_each_version_and_each_question_has_a_document() -> None:
    assert list(ENVIRONMENT_NOTE_VERSIONS.keys(APPROVED)) == ["pe/000001"]
    version = shown(ENVIRONMENT_NOTE_VERSIONS, DRAFTED, DRAFTED.model_copy(update={"text": OTHER}), APPROVED)
    assert (version["text"], version["review_on"]) == (OTHER.model_dump(), "2027-03-02")
    question = shown(ENVIRONMENT_QUESTIONS, ASKED, ANSWERED)
    assert (question["company"], question["answer"], question["answered_at"]) == ("acme", "Since 2020.", AT)


def test_advice_is_what_a_post_has_answered() -> None:
    about: Any = {"request": "r1", "company": "acme", "market": "PE", "sector": "Drones", "confidentiality": "open"}
    asked = AssistanceRequested(**about, due_at=AT, at=AT, product="Drone", question="Who buys?", urgency="soon")
    answered = AssistanceAnswered(**about, due_at=AT, at=AT, desk=Desk(kind="post", id="lima"), answer="The police.")
    assert shown(ADVICE, asked)["post"] is None
    found = shown(ADVICE, asked, answered)
    assert (found["post"], found["question"], found["answer"]) == ("lima", "Who buys?", "The police.")
    other = answered.model_copy(update={"desk": Desk(kind="partner", id="bpifrance")})
    assert shown(ADVICE, asked, other)["post"] is None
