"""A functional mailbox: where an ambassador, a duty officer or a directorate is written to, whoever that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.people import Language
from shared.contracts.postings.fact import Directorate
from shared.contracts.postings.mailbox import MailboxClosed, MailboxEvent, MailboxKind, MailboxSet
from shared.eventing.decider import Decider, Refused

OF_EMBASSIES: tuple[MailboxKind, ...] = ("ambassador", "chancellery", "consular-section")


@dataclass(frozen=True, slots=True)
class SetMailbox:
    """`post` names the embassy's post; a duty officer without one is on duty for the whole network.

    `directorate` says that this is where a parent directorate is written to as such.
    """

    mailbox: str
    kind: MailboxKind
    post: str | None
    themes: tuple[str, ...]
    mail: str
    language: Language
    post_open: bool
    directorate: Directorate | None = None


@dataclass(frozen=True, slots=True)
class CloseMailbox:
    mailbox: str


Command = SetMailbox | CloseMailbox


@dataclass(frozen=True, slots=True)
class Mailbox:
    last: MailboxSet | None = None
    closed: bool = False


def decide(mailbox: Mailbox, command: Command) -> Sequence[MailboxEvent]:
    """Slugs: `mailbox-unknown`, `mailbox-closed`, `mailbox-needs-post`, `mailbox-has-no-post`, `post-unknown`,
    `mailbox-has-no-directorate`.
    """
    if isinstance(command, CloseMailbox):
        if mailbox.last is None:
            raise Refused("mailbox-unknown", f"there is no mailbox {command.mailbox}")
        return [] if mailbox.closed else [MailboxClosed(mailbox=command.mailbox)]
    if mailbox.closed:
        raise Refused("mailbox-closed", f"mailbox {command.mailbox} is closed for good; its messages name it")
    if command.kind in OF_EMBASSIES and command.post is None:
        raise Refused("mailbox-needs-post", f"a mailbox of the kind {command.kind} belongs to an embassy")
    if command.kind in ("directorate", "hq") and command.post is not None:
        raise Refused("mailbox-has-no-post", f"a mailbox of the kind {command.kind} belongs to no post")
    if command.kind != "directorate" and command.directorate is not None:
        raise Refused("mailbox-has-no-directorate", f"a mailbox of the kind {command.kind} is no directorate's")
    if command.post is not None and not command.post_open:
        raise Refused("post-unknown", f"no post {command.post} is open")
    news = MailboxSet(
        mailbox=command.mailbox,
        kind=command.kind,
        post=command.post,
        themes=command.themes,
        mail=command.mail,
        language=command.language,
        directorate=command.directorate,
    )
    return [] if news == mailbox.last else [news]


def evolve(mailbox: Mailbox, event: MailboxEvent) -> Mailbox:
    match event:
        case MailboxSet():
            return Mailbox(event)
        case MailboxClosed():
            return Mailbox(mailbox.last, closed=True)


MAILBOX = Decider("mailbox", Mailbox(), decide, evolve, MailboxEvent)
