"""The requests for assistance, as their companies may see them: no internal note is in here."""

from collections.abc import Iterable
from typing import Any

from shared.contracts.delegations.assistance import (
    AssistanceAccepted,
    AssistanceAnswered,
    AssistanceCompanyReplaced,
    AssistanceEscalated,
    AssistanceHandedOver,
    AssistanceRequested,
    AssistanceRouted,
    AssistanceWithdrawn,
    ExportWinDeclared,
    ExportWinRejected,
    ExportWinSigned,
)
from shared.eventing.view import Document, View

Handled = (
    AssistanceRequested
    | AssistanceCompanyReplaced
    | AssistanceRouted
    | AssistanceAccepted
    | AssistanceHandedOver
    | AssistanceEscalated
    | AssistanceAnswered
    | AssistanceWithdrawn
    | ExportWinDeclared
    | ExportWinSigned
    | ExportWinRejected
)

NOT_YET: Document = {
    "status": "requested",
    "open": True,
    "desk": None,
    "posting": None,
    "because": None,
    "accepted_at": None,
    "escalated_at": None,
    "answer": None,
    "answered_at": None,
    "wins": {},
}


def keys(event: Handled) -> Iterable[str]:
    return (event.request,)


def evolve(document: Document | None, event: Handled) -> Document:
    request = document or {}
    match event:
        case AssistanceRequested(at=at):
            return {**event.model_dump(exclude={"type", "request", "at"}), "requested_at": at, **NOT_YET}
        case AssistanceCompanyReplaced(company=company):
            return {**request, "company": company}
        case AssistanceRouted() | AssistanceHandedOver():
            held = event.model_dump(include={"desk", "because"})
            posting = event.posting if isinstance(event, AssistanceHandedOver) else None
            return {**request, **held, "status": "routed", "posting": posting, "accepted_at": None}
        case AssistanceAccepted(posting=posting, at=at):
            return {**request, "status": "accepted", "posting": posting, "accepted_at": at}
        case AssistanceEscalated(at=at):
            return {**request, "escalated_at": at}
        case AssistanceAnswered(answer=answer, at=at):
            return {**request, "status": "answered", "open": False, "answer": answer, "answered_at": at}
        case AssistanceWithdrawn():
            return {**request, "status": "withdrawn", "open": False}
        case ExportWinDeclared():
            said = {
                **event.model_dump(include={"product", "amount", "declared_by", "sign_by"}),
                "declared_at": event.at,
            }
            day = event.reached_on.isoformat()
            return _win(request, event.win, {**said, "reached_on": day, "status": "declared", "settled_at": None})
        case ExportWinSigned() | ExportWinRejected():
            status = "signed" if isinstance(event, ExportWinSigned) else "rejected"
            return _win(request, event.win, {"status": status, "settled_at": event.at})


def _win(request: Document, win: str, news: dict[str, Any]) -> Document:
    return {**request, "wins": {**request["wins"], win: {**request["wins"].get(win, {}), **news}}}


ASSISTANCE_REQUESTS = View(
    "assistance_requests",
    (
        AssistanceRequested,
        AssistanceCompanyReplaced,
        AssistanceRouted,
        AssistanceAccepted,
        AssistanceHandedOver,
        AssistanceEscalated,
        AssistanceAnswered,
        AssistanceWithdrawn,
        ExportWinDeclared,
        ExportWinSigned,
        ExportWinRejected,
    ),
    keys,
    evolve,
    indexes=(("company", "_id"), ("desk.id", "_id"), ("market", "_id"), ("open", "due_at")),
)
