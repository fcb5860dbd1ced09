"""What holds of a note on a country whatever is commanded, in whatever order."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
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
from tests.oracle import foretold
from tests.unit.postings.one_inquiry import AT
from tests.unit.postings.one_note import DRAFT, TEXT

PE, NUMBERS, QUESTIONS = st.just("pe"), st.integers(1, 4), st.sampled_from(["n1", "n2"])
POSTS = st.sampled_from(["lima", "quito"])
TEXTS = st.sampled_from([TEXT, TEXT.model_copy(update={"risks": "Many."})])
STEPS = st.one_of(
    st.builds(Draft, PE, st.just("PE"), POSTS, TEXTS, st.just(AT), st.booleans()),
    st.builds(Approve, PE, NUMBERS, st.integers(1, 36), st.just(AT)),
    st.builds(Return, PE, NUMBERS, st.sampled_from(["why?", "when?"]), st.just(AT)),
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


@dataclass
class Oracle:
    """`drafts` counts what was ever proposed, `judged` has the remarks of the last review, None where it approved, and
    `version` is the last that was approved.
    """

    drafts: int = 0
    said: Any = None
    judged: tuple[str | None] | None = None
    version: int = 0
    asked: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)

    def allows(self, command: Any) -> bool:
        match command:
            case Draft(post=post, text=text, priority=priority):
                if command.covers and self.said != (post, text, priority):
                    self.drafts, self.said, self.judged = self.drafts + 1, (post, text, priority), None
                return command.covers
            case Approve(draft=draft) | Return(draft=draft):
                future = isinstance(command, Approve) and (command.reviewed_on or date.min) > AT.date()
                if draft != self.drafts or future:
                    return False
                verdict = None if isinstance(command, Approve) else command.remarks
                if self.judged is None:
                    self.judged = (verdict,)
                    self.version += verdict is None
                return self.judged == (verdict,)
            case Ask(question=question):
                if question not in self.asked and not self.version:
                    return False
                said = (command.company, command.section, command.text)
                return bool(self.asked.setdefault(question, said) == said)
            case Answer(question=question, answer=answer):
                if question not in self.asked or command.post not in (None, self.said[0]):
                    return False
                return self.answers.setdefault(question, answer) == answer
        return False


DAY = timedelta(days=1)
REVIEWS = st.builds(
    Approve, PE, NUMBERS, st.just(12), st.just(AT), st.sampled_from([None, AT.date(), AT.date() + DAY, AT.date() - DAY])
)


@given(st.booleans(), st.lists(STEPS | REVIEWS, max_size=20))
def test_a_note_does_what_its_oracle_says(approved: bool, steps: Any) -> None:  # noqa: FBT001
    oracle = Oracle()
    usual = [DRAFT, Approve("pe", 1, 12, AT)] * approved
    state = ENVIRONMENT_NOTE.fold(foretold(ENVIRONMENT_NOTE, oracle, [*usual, *steps]))
    assert (state.version, dict(state.answers)) == (oracle.version, oracle.answers)
