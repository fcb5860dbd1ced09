"""What holds of a note on a country whatever is commanded, in whatever order."""

from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.postings.domain.environment_note import ENVIRONMENT_NOTE, Answer, Approve, Ask, Draft, Return
from services.postings.views.environment_notes import ENVIRONMENT_NOTES
from shared.contracts.postings.environment_note import (
    EnvironmentNoteApproved,
    EnvironmentNoteDrafted,
    EnvironmentNoteQuestionAnswered,
    EnvironmentNoteQuestionAsked,
    EnvironmentNoteReturned,
)
from shared.eventing.decider import Refused
from tests.unit.postings.one_inquiry import AT
from tests.unit.postings.one_note import TEXT

PE, NUMBERS, QUESTIONS = st.just("pe"), st.integers(1, 4), st.sampled_from(["n1", "n2"])
POSTS = st.sampled_from(["lima", "quito"])
TEXTS = st.sampled_from([TEXT, TEXT.model_copy(update={"risks": "Many."})])
STEPS = st.one_of(
    st.builds(Draft, PE, st.just("PE"), POSTS, TEXTS, st.just(AT), st.booleans()),
    st.builds(Approve, PE, NUMBERS, st.integers(1, 36), st.just(AT)),
    st.builds(Return, PE, NUMBERS, st.just("why?"), st.just(AT)),
    st.builds(Ask, PE, QUESTIONS, st.sampled_from(["acme", "bolt"]), st.just("law"), st.just("when?"), st.just(AT)),
    st.builds(Answer, PE, QUESTIONS, st.none() | POSTS, st.sampled_from(["yes", "no"]), st.just(AT)),
)


@given(st.lists(STEPS, max_size=20))
def test_every_history_tells_a_story_that_makes_sense(steps: Any) -> None:
    events: list[Any] = []
    for step in steps:
        with suppress(Refused):
            events += ENVIRONMENT_NOTE.decide(ENVIRONMENT_NOTE.fold(events), step)
            assert list(ENVIRONMENT_NOTE.decide(ENVIRONMENT_NOTE.fold(events), step)) == []
    draft, version, waiting, post, open_questions = 0, 0, False, "", set[str]()
    document: Any = None
    for event in events:
        match event:
            case EnvironmentNoteDrafted():
                assert (event.draft, event.version) == (draft + 1, version + 1)
                draft, waiting, post = event.draft, True, event.post
            case EnvironmentNoteApproved() | EnvironmentNoteReturned():
                assert (event.draft, event.version, waiting) == (draft, version + 1, True)
                waiting = False
                version += isinstance(event, EnvironmentNoteApproved)
            case EnvironmentNoteQuestionAsked():
                assert (event.version, version > 0) == (version, True)
                open_questions.add(event.question)
            case EnvironmentNoteQuestionAnswered():
                open_questions.remove(event.question)
        assert event.post == post
        if isinstance(event, ENVIRONMENT_NOTES.handles):
            document = ENVIRONMENT_NOTES.evolve(document, event)
            assert document["waiting"] == waiting
            assert (document["approved"] or {"version": 0})["version"] == version
