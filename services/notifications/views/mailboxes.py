"""The functional mailboxes of embassies and directorates: where each is written to, and whether it is closed."""

from collections.abc import Iterable

from shared.contracts.postings.mailbox import MailboxClosed, MailboxSet
from shared.eventing.view import Document, View

TOLD = {"mailbox", "kind", "directorate", "mail", "language"}


def keys(event: MailboxSet | MailboxClosed) -> Iterable[str]:
    return (event.mailbox,)


def evolve(document: Document | None, event: MailboxSet | MailboxClosed) -> Document:
    if isinstance(event, MailboxClosed):
        return (document or {}) | {"closed": True}
    return event.model_dump(mode="json", include=TOLD) | {"closed": False}


MAILBOXES = View("mailboxes", (MailboxSet, MailboxClosed), keys, evolve, indexes=(("kind", "directorate"),))
