"""Requests for information under random commands, by whomever, beside an oracle that knows what each comes to."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from services.postings.domain import information_commands as command_of
from services.postings.domain.handling import MARKINGS, Speaker
from services.postings.domain.information_answers import Acknowledge, Answer, Clarify, Pause, Refuse, Resume
from services.postings.domain.information_request import INFORMATION_REQUEST
from shared.contracts.postings.information_request import Handling
from tests.oracle import foretold, stories
from tests.property.test_information_requests import BY, HANDLING, POSTINGS, Q1, STEPS, WHEN
from tests.unit.postings.one_inquiry import AT, FILE, HQ, TO_SERVICE

STRICT = Handling(marking="restricted")
MORE_STEPS = st.one_of(
    STEPS,
    st.builds(lambda by: replace(FILE, by=by), BY),
    st.just(replace(FILE, content="c9")),
    st.builds(command_of.Assign, Q1, BY, POSTINGS, WHEN, st.booleans()),
    st.builds(
        command_of.Transfer, Q1, st.sampled_from(["lima", "quito"]), WHEN, st.sampled_from([None, True, False])
    ),
)  # fmt: skip
# Each with the hours since the one before: the clock pauses twice, and runs out ten days after it began but for that.
COURSE = (
    (Acknowledge("q1", HQ, AT), 0), (Pause("q1", HQ, "authorisation", AT), 0),
    (Clarify("q1", HQ, "d0", "c6", STRICT, AT), 0), (Resume("q1", HQ, AT), 10),
    (Pause("q1", HQ, "clarification", AT), 0), (Clarify("q1", HQ, "d1", "c5", STRICT, AT), 10),
    (command_of.Expire("q1", AT), 239), (command_of.Expire("q1", AT), 1),
    (Answer("q1", HQ, "a1", "c2", STRICT, False, AT), 0), (Answer("q1", HQ, "a2", "c3", STRICT, True, AT), 0),
    (command_of.Erase("q1", AT), 0),
)  # fmt: skip
STORY = stories(COURSE, st.tuples(MORE_STEPS, st.integers(0, 200)))
SIDES = {"to-post": ("post", "service"), "to-service": ("service", "post")}  # who answers, who asks


@dataclass
class Oracle:
    """`parts` is what was said under which id; `over` says how the request ended."""

    filed: Any = None
    post: str = ""
    due: datetime = AT
    taken: bool = False
    paused: tuple[datetime, str] | None = None
    posting: str | None = None
    overdue: bool = False
    over: str = ""
    erased: bool = False
    parts: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)

    def allows(self, command: Any) -> bool:
        if isinstance(command, command_of.File):
            return self._files(command)
        if self.filed is None:
            return False
        answers, asks = SIDES[self.filed.direction]
        match command:
            case Acknowledge() | Pause() | Answer() | Refuse():
                return self._speaks(command.by, answers) and self._answers(command)
            case Clarify():
                return self._speaks(command.by, asks) and self._clarifies(command)
            case Resume(by=by, at=at):
                return self._speaks(by, by.role) and self._resumes(at)
            case command_of.Withdraw(by=by):
                if not self.over and self._speaks(by, asks):
                    self._ends("withdrawn")
                return self.over == "withdrawn" and self._speaks(by, asks)
            case command_of.Link(by=by, other=other, kind=kind):
                if other == command.request or not self._speaks(by, by.role):
                    return False
                self.links[other] = kind
                return True
        return self._moves(command)

    def _files(self, command: Any) -> bool:
        said = replace(command, by=FILE.by, at=AT, post_open=True)
        side = "police" if command.direction == "to-post" else command.post
        speaks = command.by.role == "hq" or side in (command.by.post, command.by.directorate)
        if self.filed is None and speaks and command.post_open:
            self.filed, self.post, self.due = said, command.post, command.at + timedelta(days=10)
            self.parts["question"] = (command.content, command.handling, False)
        return speaks and bool(self.filed == said)

    def _speaks(self, by: Speaker, side: str) -> bool:
        if by.role == "hq":
            return True
        return by.post == self.post if side == "post" else by.directorate == "police"

    def _may_say(self, by: Speaker, handling: Handling) -> bool:
        """Whether the request is open, the question theirs to read, and this as strictly handled."""
        question = self.parts["question"][1]
        sealed = question.marking == "secret" or "parties-only" in question.caveats
        strict = MARKINGS.index(handling.marking) >= MARKINGS.index(question.marking)
        return (
            not self.over
            and not (by.role == "hq" and sealed)
            and strict
            and set(handling.caveats) >= set(question.caveats)
        )

    def _answers(self, command: Any) -> bool:
        question = self.parts["question"][1]
        match command:
            case Acknowledge():
                self.taken = self.taken or not self.over
                return not self.over
            case Pause(reason=reason, at=at):
                if not self.over and self.paused is None:
                    self.paused = (at, reason)
                return self.paused is not None and self.paused[1] == reason
            case Answer(answer=id, content=content, handling=handling, last=last):
                if not self._said(id, (content, handling, last), command.by):
                    return False
                self.taken = True
                if last and not self.over:
                    self._ends("answered")
                return True
            case Refuse(content=content):
                said = (content, question, True)
                if "refusal" not in self.parts and self._may_say(command.by, question):
                    self.parts["refusal"] = said
                    self._ends("refused")
                return self.parts.get("refusal") == said
        return False

    def _said(self, id: str, said: tuple[Any, ...], by: Speaker) -> bool:
        if id == "question":
            return False
        if id not in self.parts and self._may_say(by, said[1]):
            self.parts[id] = said
        return self.parts.get(id) == said

    def _clarifies(self, command: Clarify) -> bool:
        news = command.clarification not in self.parts
        if not self._said(command.clarification, (command.content, command.handling, False), command.by):
            return False
        return self._resumes(command.at) if news and self.paused and self.paused[1] == "clarification" else True

    def _resumes(self, at: datetime) -> bool:
        if self.paused is not None:
            self.due, self.paused = self.due + (at - self.paused[0]), None
        return True

    def _ends(self, how: str) -> None:
        self.over, self.paused = how, None

    def _moves(self, command: Any) -> bool:
        match command:
            case command_of.Assign(by=by, posting=posting):
                if self.over or not command.serves or not self._speaks(by, "post"):
                    return False
                self.posting = posting
            case command_of.Succeed(former=former, posting=posting):
                self.posting = posting if not self.over and self.posting == former else self.posting
            case command_of.Transfer(post=post, post_open=post_open):
                if self.over or not post_open:
                    return False
                self.post, self.posting = post, self.posting if post == self.post else None
            case command_of.Expire(at=at):
                self.overdue = self.overdue or (not self.over and self.paused is None and at >= self.due)
            case command_of.Erase():
                self.erased = bool(self.over)
                return self.erased
        return True


@given(st.sampled_from([[], [FILE], [TO_SERVICE]]), HANDLING, STORY)
@example([FILE], STRICT, COURSE)
def test_a_request_does_what_its_oracle_says(filed: list[Any], handling: Handling, steps: Any) -> None:
    at, oracle, commands = AT, Oracle(), [replace(one, handling=handling) for one in filed]
    for step, hours in steps:
        at += timedelta(hours=hours)
        commands.append(replace(step, at=at))
    state = INFORMATION_REQUEST.fold(foretold(INFORMATION_REQUEST, oracle, commands))
    assert (state.posting, state.overdue, set(state.parts), state.paused_at is None) == (
        oracle.posting, oracle.overdue, set(oracle.parts), oracle.paused is None,
    )  # fmt: skip
