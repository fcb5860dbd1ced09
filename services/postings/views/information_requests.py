"""The requests for information: who asks whom, until when, how far it has come; never what is said."""

from collections.abc import Iterable
from typing import Any, get_args

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
)
from shared.eventing.view import Document, View

ABOUT = {"post", "service", "directorate", "direction", "urgency", "due_at", "priority"}
NOT_YET: Document = {
    "status": "filed",
    "open": True,
    "ticking": True,
    "posting": None,
    "paused_at": None,
    "paused_for": None,
    "overdue_at": None,
    "closed_at": None,
    "refusal": None,
    "erased_at": None,
    "parts": {},
    "links": {},
}
CLOSED: Document = {"open": False, "ticking": False, "paused_at": None, "paused_for": None}


def keys(event: InformationRequestEvent) -> Iterable[str]:
    return (event.request,)


def evolve(document: Document | None, event: InformationRequestEvent) -> Document:
    """`ticking` is whether the deadline is still to be watched: open, running, and not known to have passed."""
    request = (document or NOT_YET) | event.model_dump(include=ABOUT)
    match event:
        case InformationRequestFiled(at=at):
            return _said(request | {"filed_at": at}, "question", event.handling, event)
        case InformationRequestAcknowledged():
            return request | {"status": "acknowledged"}
        case InformationRequestAssigned(posting=posting):
            return request | {"posting": posting}
        case InformationRequestPaused(reason=reason, at=at):
            return request | {"paused_at": at, "paused_for": reason, "ticking": False}
        case InformationRequestResumed():
            return request | {"paused_at": None, "paused_for": None, "ticking": request["overdue_at"] is None}
        case InformationRequestClarified(clarification=clarification):
            return _said(request, clarification, event.handling, event)
        case InformationRequestPartlyAnswered(answer=answer):
            return _said(request | {"status": "partly-answered"}, answer, event.handling, event)
        case InformationRequestAnswered(answer=answer, at=at):
            return _said(request | CLOSED | {"status": "answered", "closed_at": at}, answer, event.handling, event)
        case InformationRequestRefused(reason=reason, at=at):
            closed = CLOSED | {"status": "refused", "closed_at": at, "refusal": reason}
            return _said(request | closed, "refusal", event.handling, event)
        case InformationRequestWithdrawn(at=at):
            return request | CLOSED | {"status": "withdrawn", "closed_at": at}
        case InformationRequestOverdue(at=at):
            return request | {"overdue_at": at, "ticking": False}
        case InformationRequestLinked(other=other, kind=kind):
            return request | {"links": {**request["links"], other: kind}}
        case InformationRequestTransferred():
            return request | {"posting": None}
        case InformationRequestErased(at=at):
            return request | {"erased_at": at}


def _said(request: Document, part: str, handling: Handling, event: Any) -> Document:
    """With a sealed text, of which is told how it is handled and when it came."""
    told = {"marking": handling.marking, "caveats": list(handling.caveats), "at": event.at}
    return request | {"parts": {**request["parts"], part: told}}


INFORMATION_REQUESTS = View(
    "information_requests",
    get_args(InformationRequestEvent),
    keys,
    evolve,
    indexes=(
        ("post", "_id"),
        ("status", "_id"),
        ("priority", "_id"),
        ("directorate", "_id"),
        ("post", "open", "due_at", "_id"),
        ("directorate", "open", "due_at", "_id"),
        ("open", "due_at", "_id"),
        ("ticking", "due_at"),
        ("posting", "open"),
    ),
)
