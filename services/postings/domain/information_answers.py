"""What comes of a request for information: it is taken on, its clock pauses, it is clarified, answered or refused.

Each text is under seal: a command knows the id of its record, how it is handled, and who is named as reader.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.postings.domain.handling import Speaker, as_strict, may_read, names_fit
from services.postings.domain.information_case import (
    QUESTION,
    REFUSAL,
    Case,
    Sealed,
    answerer,
    asker,
    speaks_for,
    still_open,
)
from shared.contracts.postings.information_request import (
    Handling,
    InformationRefusal,
    InformationRequestAcknowledged,
    InformationRequestAnswered,
    InformationRequestClarified,
    InformationRequestEvent,
    InformationRequestPartlyAnswered,
    InformationRequestPaused,
    InformationRequestRefused,
    InformationRequestResumed,
    PauseReason,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class Acknowledge:
    request: str
    by: Speaker
    at: datetime


@dataclass(frozen=True)
class Pause:
    request: str
    by: Speaker
    reason: PauseReason
    at: datetime


@dataclass(frozen=True)
class Resume:
    """Either side may say that the wait is over, since the one that asked gives what the other waits for."""

    request: str
    by: Speaker
    at: datetime


@dataclass(frozen=True)
class Answer:
    """`last` says that no part follows; `asked_of` are those named as readers of the question."""

    request: str
    by: Speaker
    answer: str
    content: str
    handling: Handling
    last: bool
    at: datetime
    named: tuple[str, ...] = ()
    asked_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refuse:
    """The explanation is handled as the question is."""

    request: str
    by: Speaker
    reason: InformationRefusal
    content: str
    at: datetime
    asked_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clarify:
    """The side that has asked says more; where the other has waited for that, the clock goes on."""

    request: str
    by: Speaker
    clarification: str
    content: str
    handling: Handling
    at: datetime
    named: tuple[str, ...] = ()
    asked_of: tuple[str, ...] = ()


Answering = Acknowledge | Pause | Resume | Clarify | Answer | Refuse


def decide(case: Case, command: Answering) -> list[InformationRequestEvent]:
    """Slugs: `information-request-unknown`, `-forbidden`, `-closed`, `-already-paused`; those of answers."""
    case.asked(command.request)
    if isinstance(command, Resume):
        return _resume(case, command)
    if isinstance(command, Clarify):
        return _clarify(case, command)
    speaks_for(command.by, case, answerer(case))
    of = case.about(command.at)
    match command:
        case Acknowledge():
            if case.status in ("acknowledged", "partly-answered"):
                return []
            still_open(case)
            return [InformationRequestAcknowledged(**of)]
        case Pause(reason=reason):
            still_open(case)
            if case.paused_for not in (None, reason):
                raise Refused("information-request-already-paused", f"the clock stands still for {case.paused_for}")
            return [] if case.paused_for else [InformationRequestPaused(**of, reason=reason)]
        case Answer():
            return _answer(case, command)
        case Refuse(reason=reason, content=content):
            handling = case.parts[QUESTION].handling
            if case.parts.get(REFUSAL) == Sealed(content, handling, last=True):
                return []
            still_open(case)
            _has_read(case, command.by, command.asked_of)
            return [InformationRequestRefused(**of, reason=reason, handling=handling, content=content)]


def _resume(case: Case, command: Resume) -> list[InformationRequestEvent]:
    speaks_for(command.by, case, "post" if command.by.role == "post" else "service")
    if case.paused_at is None or case.due_at is None:
        return []
    stood_still = max(command.at - case.paused_at, timedelta())  # the clocks of two machines can differ
    return [InformationRequestResumed(**{**case.about(command.at), "due_at": case.due_at + stood_still})]


def _answer(case: Case, command: Answer) -> list[InformationRequestEvent]:
    if _said_before(case, command.answer, Sealed(command.content, command.handling, command.last)):
        return []
    _may_say(case, command)
    given = {"answer": command.answer, "handling": command.handling, "content": command.content}
    of = case.about(command.at)
    if command.last:
        return [InformationRequestAnswered(**of, **given)]
    return [InformationRequestPartlyAnswered(**of, **given)]


def _clarify(case: Case, command: Clarify) -> list[InformationRequestEvent]:
    speaks_for(command.by, case, asker(case))
    if _said_before(case, command.clarification, Sealed(command.content, command.handling)):
        return []
    _may_say(case, command)
    said = {"clarification": command.clarification, "handling": command.handling, "content": command.content}
    clarified = InformationRequestClarified(**case.about(command.at), **said)
    waited = case.paused_for == "clarification"
    return [clarified, *(_resume(case, Resume(command.request, command.by, command.at)) if waited else [])]


def _said_before(case: Case, part: str, sealed: Sealed) -> bool:
    """Whether this very text is known under its id. Slugs: `answer-id-reserved`, `answer-already-given`."""
    if part in (QUESTION, REFUSAL):
        raise Refused("answer-id-reserved", f"nothing else can be called {part}")
    if (known := case.parts.get(part)) is not None and known != sealed:
        raise Refused("answer-already-given", f"{part} says something else already")
    return known is not None


def _may_say(case: Case, command: Answer | Clarify) -> None:
    """Slugs: `information-request-closed`, `content-forbidden` and those of how a text is handled."""
    still_open(case)
    _has_read(case, command.by, command.asked_of)
    as_strict(command.handling, case.parts[QUESTION].handling)
    names_fit(command.handling, command.named)


def _has_read(case: Case, by: Speaker, named: tuple[str, ...]) -> None:
    """Nobody answers what they may not read. Slug: `content-forbidden`."""
    directorate = case.asked("").directorate
    if not may_read(by, case.parts[QUESTION].handling, case.post, directorate, named):
        raise Refused("content-forbidden", "who may not read the question cannot answer it")
