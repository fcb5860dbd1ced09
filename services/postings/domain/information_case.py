"""A request for information as its history has made it: who is to answer until when, and what has been said, sealed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from services.postings.domain.handling import Speaker
from shared.contracts.postings.information_request import (
    Handling,
    InformationRequestAcknowledged,
    InformationRequestAnswered,
    InformationRequestAssigned,
    InformationRequestClarified,
    InformationRequestErased,
    InformationRequestEvent,
    InformationRequestFiled,
    InformationRequestLinked,
    InformationRequestOverdue,
    InformationRequestPartlyAnswered,
    InformationRequestPaused,
    InformationRequestRefused,
    InformationRequestResumed,
    InformationRequestTransferred,
    InformationRequestWithdrawn,
    LinkKind,
    PauseReason,
)
from shared.eventing.decider import Refused

Status = Literal["filed", "acknowledged", "partly-answered", "answered", "refused", "withdrawn"]
Side = Literal["post", "service"]
OPEN: tuple[Status, ...] = ("filed", "acknowledged", "partly-answered")
QUESTION, REFUSAL = "question", "refusal"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A text of which only the id of its record is known here; `last` says whether it ended the request."""

    content: str
    handling: Handling
    last: bool = False


@dataclass(frozen=True)
class Case:
    """`post` is the one that is a party now; `parts` are the sealed texts: the question, the answers, the refusal."""

    filed: InformationRequestFiled | None = None
    status: Status = "filed"
    post: str = ""
    due_at: datetime | None = None
    paused_at: datetime | None = None
    paused_for: PauseReason | None = None
    posting: str | None = None
    overdue: bool = False
    erased: bool = False
    parts: Mapping[str, Sealed] = field(default_factory=dict)
    links: Mapping[str, LinkKind] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether an answer is still to come."""
        return self.filed is not None and self.status in OPEN

    @property
    def contents(self) -> list[str]:
        """The ids of all sealed texts."""
        return [sealed.content for sealed in self.parts.values()]

    def asked(self, request: str) -> InformationRequestFiled:
        """What was asked, and by whom. Slug: `information-request-unknown`."""
        if self.filed is None:
            raise Refused("information-request-unknown", f"there is no request {request} for information")
        return self.filed

    def about(self, at: datetime) -> dict[str, Any]:
        """What each event of this request repeats, as it is now."""
        repeated = {"request", "service", "directorate", "direction", "urgency", "priority"}
        filed = self.asked("").model_dump(include=repeated)
        return {**filed, "post": self.post, "due_at": self.due_at, "at": at}


def speaks_for(speaker: Speaker, case: Case, side: Side) -> None:
    """Headquarters speaks for either side, others for their own. Slug: `information-request-forbidden`."""
    directorate = case.filed.directorate if case.filed else None
    own = case.post == speaker.post if side == "post" else directorate == speaker.directorate
    role = "post" if side == "post" else "directorate"
    if speaker.role != "hq" and not (speaker.role == role and own):
        raise Refused("information-request-forbidden", f"this is for the {side} to say")


def answerer(case: Case) -> Side:
    """The side that is to answer."""
    return "post" if case.filed and case.filed.direction == "to-post" else "service"


def asker(case: Case) -> Side:
    """The side that has asked."""
    return "service" if answerer(case) == "post" else "post"


def still_open(case: Case) -> None:
    """Slug: `information-request-closed`."""
    if not case.is_open:
        raise Refused("information-request-closed", f"the request is {case.status}")


def evolve(case: Case, event: InformationRequestEvent) -> Case:
    match event:
        case InformationRequestFiled():
            parts = {QUESTION: Sealed(event.content, event.handling)}
            return Case(filed=event, post=event.post, due_at=event.due_at, parts=parts)
        case InformationRequestAcknowledged():
            return replace(case, status="acknowledged")
        case InformationRequestAssigned(posting=posting):
            return replace(case, posting=posting)
        case InformationRequestPaused(reason=reason, at=at):
            return replace(case, paused_at=at, paused_for=reason)
        case InformationRequestResumed(due_at=due_at):
            return replace(case, paused_at=None, paused_for=None, due_at=due_at)
        case InformationRequestClarified(clarification=clarification):
            return replace(case, parts={**case.parts, clarification: Sealed(event.content, event.handling)})
        case InformationRequestPartlyAnswered():
            parts = {**case.parts, event.answer: Sealed(event.content, event.handling)}
            return replace(case, status="partly-answered", parts=parts)
        case InformationRequestAnswered():
            parts = {**case.parts, event.answer: Sealed(event.content, event.handling, last=True)}
            return _closed(case, "answered", parts)
        case InformationRequestRefused():
            parts = {**case.parts, REFUSAL: Sealed(event.content, event.handling, last=True)}
            return _closed(case, "refused", parts)
        case InformationRequestWithdrawn():
            return _closed(case, "withdrawn", case.parts)
        case InformationRequestOverdue():
            return replace(case, overdue=True)
        case InformationRequestLinked(other=other, kind=kind):
            return replace(case, links={**case.links, other: kind})
        case InformationRequestTransferred(post=post):
            return replace(case, post=post, posting=None)
        case InformationRequestErased():
            return replace(case, erased=True)


def _closed(case: Case, status: Status, parts: Mapping[str, Sealed]) -> Case:
    return replace(case, status=status, parts=parts, paused_at=None, paused_for=None)
