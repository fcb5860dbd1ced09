"""What holds of a request for information whatever is commanded, by whomever, in whatever order, at whatever time."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.postings.domain.handling import MARKINGS, may_read
from services.postings.domain.information_answers import Acknowledge, Answer, Clarify, Pause, Refuse, Resume
from services.postings.domain.information_commands import Assign, Erase, Expire, Link, Succeed, Transfer, Withdraw
from services.postings.domain.information_request import INFORMATION_REQUEST
from services.postings.views.information_requests import INFORMATION_REQUESTS
from shared.contracts.postings.information_request import (
    Handling,
    InformationRequestAnswered,
    InformationRequestOverdue,
    InformationRequestPartlyAnswered,
    InformationRequestPaused,
    InformationRequestRefused,
    InformationRequestResumed,
    InformationRequestTransferred,
    InformationRequestWithdrawn,
)
from shared.eventing.decider import Refused
from tests.unit.postings.one_inquiry import AT, FILE, GENDARMERIE, HQ, LIMA, POLICE, QUITO

EVERYBODY = (LIMA, QUITO, POLICE, GENDARMERIE, HQ)
BY = st.sampled_from(EVERYBODY)
CAVEATS = st.sets(st.sampled_from(["parties-only", "own-directorate"])).map(lambda found: tuple(sorted(found)))
HANDLING = st.builds(
    lambda marking, caveats: Handling(marking=marking, caveats=caveats), st.sampled_from(MARKINGS), CAVEATS
)
ANSWERS = st.sampled_from(["a1", "a2", "question"])
POSTINGS = st.sampled_from([None, "morel", "petit"])
WAITS = st.sampled_from(["clarification", "authorisation"])
Q1, WHEN = st.just("q1"), st.just(AT)  # the time comes with the story
STEPS = st.one_of(
    st.builds(Acknowledge, Q1, BY, WHEN),
    st.builds(Pause, Q1, BY, WAITS, WHEN),
    st.builds(Resume, Q1, BY, WHEN),
    st.builds(Answer, Q1, BY, ANSWERS, st.sampled_from(["c2", "c3"]), HANDLING, st.booleans(), WHEN),
    st.builds(Clarify, Q1, BY, st.sampled_from(["d1", "a1"]), st.sampled_from(["c5", "c6"]), HANDLING, WHEN),
    st.builds(Refuse, Q1, BY, st.just("legal"), st.just("c4"), WHEN),
    st.builds(Withdraw, Q1, BY, WHEN),
    st.builds(Assign, Q1, BY, POSTINGS, WHEN),
    st.builds(Succeed, Q1, st.just("morel"), POSTINGS, WHEN),
    st.builds(Link, Q1, BY, st.sampled_from(["q1", "q2"]), st.just("follows"), WHEN),
    st.builds(Transfer, Q1, st.sampled_from(["lima", "quito"]), WHEN, st.just(True)),
    st.builds(Expire, Q1, WHEN),
    st.builds(Erase, Q1, WHEN),
)
STORY = st.lists(st.tuples(STEPS, st.integers(0, 200)), max_size=16)


def history(steps: Sequence[tuple[Any, int]], handling: Handling) -> list[Any]:
    """What happens when these commands arrive, each so many hours after the one before; refused ones change nothing."""
    events: list[Any] = list(INFORMATION_REQUEST.decide(INFORMATION_REQUEST.initial, replace(FILE, handling=handling)))
    at = AT
    for step, hours in steps:
        at += timedelta(hours=hours)
        with suppress(Refused):
            command = replace(step, at=at)
            events.extend(INFORMATION_REQUEST.decide(INFORMATION_REQUEST.fold(events), command))
            assert repeated(events, command) in ([], None)
    return events


def repeated(events: list[Any], command: Any) -> list[Any] | None:
    """What the same command does once more: nothing, or it is refused, since the first has changed who may give it."""
    try:
        return list(INFORMATION_REQUEST.decide(INFORMATION_REQUEST.fold(events), command))
    except Refused:
        return None


@given(STORY, HANDLING)
def test_every_history_tells_a_story_that_makes_sense(steps: Any, handling: Handling) -> None:
    due, paused_at, post, closed, late = AT + timedelta(days=10), None, "lima", False, 0
    for event in history(steps, handling)[1:]:
        match event:
            case InformationRequestPaused():
                assert (paused_at, closed) == (None, False)
                paused_at = event.at
            case InformationRequestResumed():
                assert paused_at is not None
                due, paused_at = due + (event.at - paused_at), None
            case InformationRequestOverdue():
                assert (closed, paused_at, event.at >= due) == (False, None, True)
                late += 1
            case InformationRequestAnswered() | InformationRequestPartlyAnswered() | InformationRequestRefused():
                assert not closed
                assert MARKINGS.index(event.handling.marking) >= MARKINGS.index(handling.marking)
                assert set(event.handling.caveats) >= set(handling.caveats)
                closed = not isinstance(event, InformationRequestPartlyAnswered)
            case InformationRequestWithdrawn():
                assert not closed
                closed = True
            case InformationRequestTransferred():
                assert (event.former, closed) == (post, False)
                post = event.post
        paused_at = None if closed else paused_at
        assert (event.post, event.due_at) == (post, due)
    assert late <= 1


@given(STORY, HANDLING)
def test_the_view_agrees_with_the_case_and_knows_no_content(steps: Any, handling: Handling) -> None:
    events = history(steps, handling)
    document: Any = None
    for event in events:
        document = INFORMATION_REQUESTS.evolve(document, event)
    case = INFORMATION_REQUEST.fold(events)
    assert (document["status"], document["open"], document["due_at"]) == (case.status, case.is_open, case.due_at)
    assert (document["post"], document["posting"]) == (case.post, case.posting)
    assert document["ticking"] == (case.is_open and case.paused_at is None and not case.overdue)
    assert (set(document["parts"]), document["links"]) == (set(case.parts), case.links)
    assert not any(f"'{content}'" in str(document) for content in case.contents)


@given(BY, HANDLING, HANDLING)
def test_a_stricter_handling_never_lets_more_people_read(by: Any, one: Handling, other: Handling) -> None:
    stricter = Handling(
        marking=max(one.marking, other.marking, key=MARKINGS.index), caveats=tuple({*one.caveats, *other.caveats})
    )
    if may_read(by, stricter, "lima", "police", ()):
        assert may_read(by, one, "lima", "police", ())
        assert may_read(by, other, "lima", "police", ())
