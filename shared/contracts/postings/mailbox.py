"""What is published of functional mailboxes: who is written to at an embassy or in a directorate, whoever serves there.

A mailbox belongs to a function, never to a person, so its address may stand in an event.
"""

from typing import Literal

from shared.contracts.people import Language
from shared.contracts.postings.fact import Directorate, PostingsFact

MailboxKind = Literal["ambassador", "chancellery", "consular-section", "duty-officer", "directorate", "hq"]


class MailboxSet(PostingsFact):
    """Where a function is written to, whole; `post` is set for functions of an embassy, `themes` for directorates.

    `directorate` is set where it is what a parent directorate is written to about postings and requests to it.
    """

    type: Literal["postings.MailboxSet"] = "postings.MailboxSet"
    mailbox: str
    kind: MailboxKind
    post: str | None = None
    themes: tuple[str, ...] = ()
    mail: str
    language: Language
    directorate: Directorate | None = None


class MailboxClosed(PostingsFact):
    """Nothing more is sent there."""

    type: Literal["postings.MailboxClosed"] = "postings.MailboxClosed"
    mailbox: str


MailboxEvent = MailboxSet | MailboxClosed
