"""The threat notices: the edition in force, and whether it was withdrawn, so that links and escalations can say so."""

from collections.abc import Iterable

from shared.contracts.postings.notice import NoticeIssued, NoticeUpdated, NoticeWithdrawn
from shared.eventing.view import Document, View

Handled = NoticeIssued | NoticeUpdated | NoticeWithdrawn


def keys(event: Handled) -> Iterable[str]:
    return (event.notice,)


def evolve(_: Document | None, event: Handled) -> Document:
    told = event.model_dump(mode="json", include={"notice", "edition", "content"})
    return told | {"withdrawn": isinstance(event, NoticeWithdrawn)}


NOTICES = View("notices", (NoticeIssued, NoticeUpdated, NoticeWithdrawn), keys, evolve)
