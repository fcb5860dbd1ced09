"""The advice that posts have given to companies: what the delegations service has said of answered requests."""

from collections.abc import Iterable

from shared.contracts.delegations.assistance import AssistanceAnswered, AssistanceRequested
from shared.eventing.view import Document, View

Handled = AssistanceRequested | AssistanceAnswered


def keys(event: Handled) -> Iterable[str]:
    return (event.request,)


def evolve(document: Document | None, event: Handled) -> Document:
    """`post` is the one that has answered, None where nobody or another desk has."""
    match event:
        case AssistanceRequested(at=at):
            told = event.model_dump(
                include={"company", "market", "sector", "confidentiality", "product", "question", "urgency"}
            )
            return told | {"asked_at": at, "post": None, "answer": None, "answered_at": None}
        case AssistanceAnswered(desk=desk, answer=answer, at=at):
            post = desk.id if desk.kind == "post" else None
            return (document or {}) | {"post": post, "answer": answer, "answered_at": at}


ADVICE = View(
    "advice",
    (AssistanceRequested, AssistanceAnswered),
    keys,
    evolve,
    indexes=(("post", "answered_at", "_id"), ("market", "answered_at", "_id"), ("answered_at", "_id")),
)
