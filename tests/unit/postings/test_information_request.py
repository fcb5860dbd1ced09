"""The rules of requests for information: who asks, who answers, when the clock runs, who may read."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.postings.domain.handling import Speaker, may_read
from services.postings.domain.information_answers import Acknowledge, Answer, Clarify, Pause, Refuse, Resume
from services.postings.domain.information_commands import Assign, Erase, Expire, Link, Succeed, Transfer, Withdraw
from services.postings.domain.information_request import DEADLINES, INFORMATION_REQUEST
from services.postings.views.information_requests import INFORMATION_REQUESTS
from shared.contracts.postings.information_request import (
    Handling,
    InformationRequestAcknowledged,
    InformationRequestAnswered,
    InformationRequestAssigned,
    InformationRequestClarified,
    InformationRequestErased,
    InformationRequestLinked,
    InformationRequestOverdue,
    InformationRequestPartlyAnswered,
    InformationRequestPaused,
    InformationRequestRefused,
    InformationRequestResumed,
    InformationRequestTransferred,
    InformationRequestWithdrawn,
)
from tests.scenario import Scenario
from tests.unit.postings.one_inquiry import (
    ABOUT,
    AT,
    DUE,
    FILE,
    FILED,
    GENDARMERIE,
    HQ,
    LIMA,
    POLICE,
    QUITO,
    RESTRICTED,
    TO_SERVICE,
)

LATER = AT + timedelta(days=1)
ANSWER = Answer("q1", LIMA, "a1", "c2", RESTRICTED, last=True, at=LATER)
PART = replace(ANSWER, last=False)
REFUSE = Refuse("q1", LIMA, "legal", "c3", LATER)
ACKNOWLEDGED = InformationRequestAcknowledged(**ABOUT, at=LATER)
PARTLY = InformationRequestPartlyAnswered(**ABOUT, at=LATER, answer="a1", handling=RESTRICTED, content="c2")
ANSWERED = InformationRequestAnswered(**ABOUT, at=LATER, answer="a1", handling=RESTRICTED, content="c2")
PAUSED = InformationRequestPaused(**ABOUT, at=LATER, reason="authorisation")
RESUMED_DUE = DUE + timedelta(days=3)
RESUMED = InformationRequestResumed(**{**ABOUT, "due_at": RESUMED_DUE}, at=LATER + timedelta(days=3))
CLARIFIED = InformationRequestClarified(
    **ABOUT, at=LATER + timedelta(days=3), clarification="d1", handling=RESTRICTED, content="c5"
)
OVERDUE = InformationRequestOverdue(**ABOUT, at=DUE)
ASSIGNED = InformationRequestAssigned(**ABOUT, at=LATER, posting="morel", because="decision")

nothing = Scenario(INFORMATION_REQUEST)
filed = nothing.given(FILED)


def test_either_side_asks_the_other_and_the_same_again_changes_nothing() -> None:
    nothing.when(FILE).then(FILED)
    nothing.when(TO_SERVICE).then(FILED.model_copy(update={"direction": "to-service"}))
    filed.when(replace(FILE, at=LATER)).nothing_happens()
    filed.when(replace(FILE, content="c9")).refused("information-request-already-filed")


@pytest.mark.parametrize("by", [LIMA, QUITO, GENDARMERIE])
def test_only_the_side_that_asks_files(by: Speaker) -> None:
    nothing.when(replace(FILE, by=by)).refused("information-request-forbidden")


def test_headquarters_files_for_either_side() -> None:
    nothing.when(replace(FILE, by=HQ)).then(FILED)


def test_a_post_must_be_there_and_open() -> None:
    nothing.when(replace(FILE, post_open=None)).refused("post-unknown")
    nothing.when(replace(FILE, post_open=False)).refused("post-closed")


def test_readers_are_named_with_their_caveat_and_only_with_it() -> None:
    nothing.when(replace(FILE, named=("x",))).refused("named-readers-mismatch")
    eyes = Handling(marking="secret", caveats=("named-only",))
    nothing.when(replace(FILE, handling=eyes)).refused("named-readers-mismatch")
    nothing.when(replace(FILE, handling=eyes, named=("x",))).then(FILED.model_copy(update={"handling": eyes}))


@pytest.mark.parametrize("urgency", DEADLINES)
def test_each_urgency_has_a_clock_of_its_own(urgency: Any) -> None:
    due = AT + DEADLINES[urgency]
    nothing.when(replace(FILE, urgency=urgency)).then(FILED.model_copy(update={"urgency": urgency, "due_at": due}))


def test_the_side_that_is_to_answer_acknowledges_once() -> None:
    filed.when(Acknowledge("q1", LIMA, LATER)).then(ACKNOWLEDGED)
    filed.given(ACKNOWLEDGED).when(Acknowledge("q1", LIMA, LATER)).nothing_happens()
    for other in (POLICE, GENDARMERIE, QUITO):
        filed.when(Acknowledge("q1", other, LATER)).refused("information-request-forbidden")
    nothing.when(Acknowledge("q1", LIMA, LATER)).refused("information-request-unknown")


def test_an_answer_can_come_in_parts_of_which_the_last_one_closes() -> None:
    filed.when(PART).then(PARTLY)
    filed.given(PARTLY).when(PART).nothing_happens()
    filed.given(PARTLY).when(replace(PART, content="c9")).refused("answer-already-given")
    last = replace(ANSWER, answer="a2", content="c4")
    filed.given(PARTLY).when(last).then(ANSWERED.model_copy(update={"answer": "a2", "content": "c4"}))
    closed = filed.given(ANSWERED)
    closed.when(ANSWER).nothing_happens()
    closed.when(replace(PART, answer="a2")).refused("information-request-closed")
    closed.when(REFUSE).refused("information-request-closed")


def test_no_answer_is_called_as_other_texts_are() -> None:
    filed.when(replace(ANSWER, answer="question")).refused("answer-id-reserved")
    filed.when(replace(ANSWER, answer="refusal")).refused("answer-id-reserved")


def test_an_answer_is_handled_as_strictly_as_the_question() -> None:
    filed.when(replace(ANSWER, handling=Handling(marking="unmarked"))).refused("marking-too-low")
    narrow = Handling(marking="restricted", caveats=("parties-only",))
    asked = nothing.given(FILED.model_copy(update={"handling": narrow}))
    asked.when(ANSWER).refused("caveats-missing")
    stricter = Handling(marking="secret", caveats=("own-directorate", "parties-only"))
    asked.when(replace(ANSWER, handling=stricter)).then(ANSWERED.model_copy(update={"handling": stricter}))


def test_who_may_not_read_the_question_does_not_answer_it() -> None:
    filed.when(replace(ANSWER, by=HQ)).then(ANSWERED)
    secret = nothing.given(FILED.model_copy(update={"handling": Handling(marking="secret")}))
    strict = replace(ANSWER, handling=Handling(marking="secret"))
    secret.when(replace(strict, by=HQ)).refused("content-forbidden")
    secret.when(replace(REFUSE, by=HQ)).refused("content-forbidden")
    eyes = Handling(marking="restricted", caveats=("named-only",))
    named = nothing.given(FILED.model_copy(update={"handling": eyes}))
    by_name = replace(ANSWER, handling=eyes, named=("x",), asked_of=("other",))
    named.when(by_name).refused("content-forbidden")
    named.when(replace(by_name, asked_of=("lima-desk",))).then(ANSWERED.model_copy(update={"handling": eyes}))


def test_a_refusal_names_its_kind_and_keeps_its_reasons_sealed_as_the_question_is() -> None:
    refused = InformationRequestRefused(**ABOUT, at=LATER, reason="legal", handling=RESTRICTED, content="c3")
    filed.when(REFUSE).then(refused)
    filed.given(PARTLY).when(REFUSE).then(refused)
    filed.given(refused).when(REFUSE).nothing_happens()
    filed.given(refused).when(ANSWER).refused("information-request-closed")
    filed.when(replace(REFUSE, by=POLICE)).refused("information-request-forbidden")


def test_a_pause_stops_the_clock_and_gives_the_time_back() -> None:
    filed.when(Pause("q1", LIMA, "authorisation", LATER)).then(PAUSED)
    paused = filed.given(PAUSED)
    paused.when(Pause("q1", LIMA, "authorisation", LATER)).nothing_happens()
    paused.when(Pause("q1", LIMA, "clarification", LATER)).refused("information-request-already-paused")
    paused.when(Expire("q1", DUE + timedelta(days=99))).nothing_happens()
    for by in (LIMA, POLICE, HQ):
        paused.when(Resume("q1", by, LATER + timedelta(days=3))).then(RESUMED)
    paused.when(Resume("q1", GENDARMERIE, LATER)).refused("information-request-forbidden")
    filed.when(Resume("q1", LIMA, LATER)).nothing_happens()
    resumed = paused.given(RESUMED)
    resumed.when(Expire("q1", DUE)).nothing_happens()
    late = InformationRequestOverdue(**{**ABOUT, "due_at": RESUMED_DUE}, at=RESUMED_DUE)
    resumed.when(Expire("q1", RESUMED_DUE)).then(late)


def test_whoever_asked_clarifies_and_the_clock_that_waited_for_it_goes_on() -> None:
    clarify = Clarify("q1", POLICE, "d1", "c5", RESTRICTED, LATER + timedelta(days=3))
    filed.when(clarify).then(CLARIFIED)
    filed.given(CLARIFIED).when(clarify).nothing_happens()
    filed.given(CLARIFIED).when(replace(clarify, content="c6")).refused("answer-already-given")
    filed.when(replace(clarify, by=LIMA)).refused("information-request-forbidden")
    filed.when(replace(clarify, handling=Handling(marking="unmarked"))).refused("marking-too-low")
    filed.given(ANSWERED).when(clarify).refused("information-request-closed")
    waiting = filed.given(PAUSED.model_copy(update={"reason": "clarification"}))
    waiting.when(clarify).then(CLARIFIED, RESUMED)
    filed.given(PAUSED).when(clarify).then(CLARIFIED)


def test_a_clock_that_another_machine_has_slower_gives_no_time_away() -> None:
    early = filed.given(PAUSED).when(Resume("q1", LIMA, LATER - timedelta(seconds=1)))
    early.then(InformationRequestResumed(**ABOUT, at=LATER - timedelta(seconds=1)))


def test_what_is_late_is_said_once() -> None:
    filed.when(Expire("q1", DUE - timedelta(seconds=1))).nothing_happens()
    filed.when(Expire("q1", DUE)).then(OVERDUE)
    filed.given(OVERDUE).when(Expire("q1", DUE)).nothing_happens()
    filed.given(ANSWERED).when(Expire("q1", DUE)).nothing_happens()


def test_whoever_asked_withdraws_while_it_is_open() -> None:
    withdrawn = InformationRequestWithdrawn(**ABOUT, at=LATER)
    filed.when(Withdraw("q1", POLICE, LATER)).then(withdrawn)
    filed.given(withdrawn).when(Withdraw("q1", POLICE, LATER)).nothing_happens()
    filed.when(Withdraw("q1", LIMA, LATER)).refused("information-request-forbidden")
    filed.given(ANSWERED).when(Withdraw("q1", POLICE, LATER)).refused("information-request-closed")


def test_two_requests_are_linked_by_a_party_and_never_one_with_itself() -> None:
    link = Link("q1", POLICE, "q2", "same-case", LATER)
    linked = InformationRequestLinked(**ABOUT, at=LATER, other="q2", kind="same-case")
    filed.when(link).then(linked)
    filed.given(linked).when(link).nothing_happens()
    filed.when(replace(link, other="q1")).refused("linked-to-itself")
    filed.when(replace(link, by=QUITO)).refused("information-request-forbidden")


def test_the_post_puts_an_officer_in_charge_whose_successor_follows() -> None:
    filed.when(Assign("q1", LIMA, "morel", LATER)).then(ASSIGNED)
    filed.given(ASSIGNED).when(Assign("q1", LIMA, "morel", LATER)).nothing_happens()
    filed.when(Assign("q1", LIMA, "nobody", LATER, serves=False)).refused("posting-not-at-post")
    filed.when(Assign("q1", POLICE, "morel", LATER)).refused("information-request-forbidden")
    passed = InformationRequestAssigned(**ABOUT, at=LATER, former="morel", posting="petit", because="succession")
    filed.given(ASSIGNED).when(Succeed("q1", "morel", "petit", LATER)).then(passed)
    filed.given(ASSIGNED).when(Succeed("q1", "girard", "petit", LATER)).nothing_happens()
    filed.given(ASSIGNED, ANSWERED).when(Succeed("q1", "morel", "petit", LATER)).nothing_happens()


def test_another_post_takes_over_as_party_and_the_former_one_is_out() -> None:
    moved = InformationRequestTransferred(**{**ABOUT, "post": "quito"}, at=LATER, former="lima")
    move = Transfer("q1", "quito", LATER, post_open=True)
    filed.when(move).then(moved)
    filed.when(replace(move, post="lima")).nothing_happens()
    filed.when(replace(move, post_open=False)).refused("post-closed")
    filed.given(ANSWERED).when(move).refused("information-request-closed")
    by_worker = replace(move, former="lima")
    filed.when(by_worker).then(moved)
    filed.given(ANSWERED).when(by_worker).nothing_happens()
    filed.given(moved).when(replace(by_worker, post="bogota")).nothing_happens()
    taken = filed.given(ASSIGNED, moved)
    taken.when(Acknowledge("q1", LIMA, LATER)).refused("information-request-forbidden")
    taken.when(Acknowledge("q1", QUITO, LATER)).then(ACKNOWLEDGED.model_copy(update={"post": "quito"}))


def test_what_is_closed_can_be_erased() -> None:
    erased = InformationRequestErased(**ABOUT, at=LATER)
    filed.when(Erase("q1", LATER)).refused("information-request-open")
    filed.given(ANSWERED).when(Erase("q1", LATER)).then(erased)
    filed.given(ANSWERED, erased).when(Erase("q1", LATER)).nothing_happens()


@pytest.mark.parametrize(
    ("marking", "caveats", "readers"),
    [
        ("unmarked", (), {LIMA, POLICE, HQ, GENDARMERIE}),
        ("unmarked", ("own-directorate",), {LIMA, POLICE, HQ}),
        ("unmarked", ("parties-only",), {LIMA, POLICE}),
        ("restricted", (), {LIMA, POLICE, HQ}),
        ("secret", (), {LIMA, POLICE}),
        ("secret", ("named-only",), {LIMA, HQ}),
    ],
)
def test_marking_and_caveats_say_who_reads(marking: Any, caveats: Any, readers: set[Speaker]) -> None:
    named = ("lima-desk", "hq-desk", "quito-desk", "gendarmerie-desk") if "named-only" in caveats else ()
    handling = Handling(marking=marking, caveats=caveats)
    others = {Speaker(f"{role}-desk", role) for role in ("embassy", "auditor", "partnerships", "operator", "company")}
    everybody = {LIMA, QUITO, POLICE, GENDARMERIE, HQ} | others
    assert {one for one in everybody if may_read(one, handling, "lima", "police", named)} == readers


def test_the_view_shows_how_far_it_has_come_and_which_texts_there_are() -> None:
    document: Any = None
    for event in (FILED, ACKNOWLEDGED, ASSIGNED, PAUSED, RESUMED):
        document = INFORMATION_REQUESTS.evolve(document, event)
    assert (document["status"], document["ticking"], document["due_at"]) == ("acknowledged", True, RESUMED_DUE)
    assert document["posting"] == "morel"
    document = INFORMATION_REQUESTS.evolve(document, PARTLY)
    assert (document["status"], document["open"]) == ("partly-answered", True)
    assert document["parts"]["a1"] == {"marking": "restricted", "caveats": [], "at": LATER}
    document = INFORMATION_REQUESTS.evolve(document, ANSWERED)
    assert (document["status"], document["open"], document["closed_at"]) == ("answered", False, LATER)
    assert "content" not in str(document)
