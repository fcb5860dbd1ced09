"""The functional mailboxes as last set, and which of them are closed."""

from collections.abc import Iterable

from shared.contracts.postings.mailbox import MailboxClosed, MailboxEvent, MailboxSet
from shared.eventing.view import Document, View


def keys(event: MailboxEvent) -> Iterable[str]:
    return [event.mailbox]


def evolve(document: Document | None, event: MailboxEvent) -> Document:
    match event:
        case MailboxSet():
            return event.model_dump(mode="json", exclude={"type"}) | {"closed": False}
        case MailboxClosed():
            return (document or {}) | {"closed": True}


MAILBOXES = View("mailboxes", (MailboxSet, MailboxClosed), keys, evolve, indexes=(("kind", "_id"), ("post", "_id")))
