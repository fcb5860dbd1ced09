"""What companies have asked posts about their notes, and the answers."""

from collections.abc import Iterable

from shared.contracts.postings.environment_note import EnvironmentNoteQuestionAnswered, EnvironmentNoteQuestionAsked
from shared.eventing.view import Document, View

Handled = EnvironmentNoteQuestionAsked | EnvironmentNoteQuestionAnswered


def keys(event: Handled) -> Iterable[str]:
    """Ids of questions are unique within their note only; `/` occurs in no id."""
    return (f"{event.note}/{event.question}",)


def evolve(document: Document | None, event: Handled) -> Document:
    match event:
        case EnvironmentNoteQuestionAsked(at=at):
            return event.model_dump(exclude={"type", "at"}) | {"asked_at": at, "answer": None, "answered_at": None}
        case EnvironmentNoteQuestionAnswered(at=at, answer=answer):
            return (document or {}) | {"answer": answer, "answered_at": at}


ENVIRONMENT_QUESTIONS = View(
    "environment_questions",
    (EnvironmentNoteQuestionAsked, EnvironmentNoteQuestionAnswered),
    keys,
    evolve,
    indexes=(("post", "answered_at", "asked_at", "_id"), ("company", "asked_at", "_id"), ("asked_at", "_id")),
)
