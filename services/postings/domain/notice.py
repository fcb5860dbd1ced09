"""A threat notice: each edition is drafted, approved by somebody else and issued; issued, it is never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.postings.domain.notice_content import checked
from services.postings.domain.notice_ending import Expire, Withdraw, expire, withdraw
from services.postings.domain.notice_state import Notice, OpenDraft, alive, evolve
from shared.contracts.postings.notice import (
    NoticeAddressee,
    NoticeApproved,
    NoticeContent,
    NoticeDiscarded,
    NoticeDrafted,
    NoticeEvent,
    NoticeIssued,
    NoticeReader,
    NoticeRevised,
    NoticeUpdated,
)
from shared.eventing.decider import Decider, Refused

URGENT = 3  # the level from which on somebody must read it within minutes


@dataclass(frozen=True, slots=True)
class Draft:
    """Opens a draft of a new notice, or of the next edition of an issued one, which needs a `change_note`."""

    notice: str
    subject: str
    content: NoticeContent
    author: str
    change_note: str | None = None


@dataclass(frozen=True, slots=True)
class Revise:
    content: NoticeContent
    author: str
    change_note: str | None = None


@dataclass(frozen=True, slots=True)
class Approve:
    by: str


@dataclass(frozen=True, slots=True)
class Discard:
    pass


@dataclass(frozen=True, slots=True)
class Issue:
    """`addressees` are those whom this edition concerns; an update also goes to those who were told before."""

    addressees: tuple[NoticeAddressee, ...]
    at: datetime


Command = Draft | Revise | Approve | Discard | Issue | Withdraw | Expire


def decide(notice: Notice, command: Command) -> Sequence[NoticeEvent]:
    """Slugs: `notice-unknown`, and those of each command."""
    if isinstance(command, Draft):
        return _draft(notice, command)
    if not notice.id:
        raise Refused("notice-unknown", "there is no such notice")
    match command:
        case Withdraw():
            return withdraw(notice, command)
        case Expire():
            return expire(notice, command)
        case Revise():
            return _revise(notice, _open(notice), command)
        case Approve(by=by):
            return _approve(notice, _open(notice), by)
        case Issue():
            return _issue(notice, command)
        case Discard():
            alive(notice)
            return [NoticeDiscarded(notice=notice.id, edition=notice.draft.edition)] if notice.draft else []


def _open(notice: Notice) -> OpenDraft:
    """Slugs: `notice-immutable` where all that was written has been issued, `notice-closed`, `no-open-draft`."""
    alive(notice)
    if notice.draft is None and notice.issued is not None:
        raise Refused("notice-immutable", f"{notice.id} is issued; what is new needs a draft of the next edition")
    if notice.draft is None:
        raise Refused("no-open-draft", f"{notice.id} has no open draft")
    return notice.draft


def _draft(notice: Notice, command: Draft) -> Sequence[NoticeEvent]:
    """Slugs: `notice-closed`, `subject-immutable`, `draft-already-open`, `change-note-missing`, those of `checked`."""
    alive(notice)
    if notice.subject not in ("", command.subject):
        raise Refused("subject-immutable", f"notice {command.notice} is about {notice.subject}")
    note = _note(notice, command.change_note)
    if notice.draft is not None:
        if (notice.draft.content, notice.draft.change_note) == (command.content, note):
            return []
        raise Refused("draft-already-open", f"notice {command.notice} has an open draft; revise or discard that one")
    drafted = NoticeDrafted(
        notice=command.notice,
        subject=command.subject,
        edition=(notice.issued.edition if notice.issued else 0) + 1,
        content=checked(command.content),
        author=command.author,
        change_note=note,
    )
    return [drafted]


def _note(notice: Notice, change_note: str | None) -> str | None:
    """A first edition changes nothing, so what is said of a change then is left out."""
    if notice.issued is not None and not change_note:
        raise Refused("change-note-missing", f"notice {notice.id} is issued; an update says what has changed")
    return change_note if notice.issued is not None else None


def _revise(notice: Notice, draft: OpenDraft, command: Revise) -> Sequence[NoticeEvent]:
    note = _note(notice, command.change_note)
    if (draft.content, draft.change_note) == (command.content, note):
        return []
    revised = NoticeRevised(
        notice=notice.id,
        edition=draft.edition,
        content=checked(command.content),
        author=command.author,
        change_note=note,
    )
    return [revised]


def _approve(notice: Notice, draft: OpenDraft, by: str) -> Sequence[NoticeEvent]:
    """Slugs: `notice-approved-by-author`."""
    if by in draft.authors:
        raise Refused("notice-approved-by-author", f"{by} has written of this draft; somebody else approves it")
    if draft.approved_by is not None:
        return []
    return [NoticeApproved(notice=notice.id, edition=draft.edition, approved_by=by)]


def dead_ends(level: int, addressees: Iterable[NoticeAddressee]) -> tuple[NoticeReader, ...]:
    """Of an urgent notice, those in whose place nobody at headquarters reads when all others do not."""
    ends = ((one.reader, one.escalation[-1].step if one.escalation else None) for one in addressees)
    return tuple(reader for reader, step in ends if step != "hq") if level >= URGENT else ()


def _issue(notice: Notice, command: Issue) -> Sequence[NoticeEvent]:
    """Slugs: `notice-not-approved`, `notice-validity-over`, `notice-without-audience`, `headquarters-unreachable`."""
    alive(notice)
    if notice.draft is None and notice.issued is not None:
        return []
    draft = _open(notice)
    if draft.approved_by is None:
        raise Refused("notice-not-approved", f"the draft of {notice.id} waits for somebody's approval")
    if command.at >= draft.content.valid_until:
        raise Refused("notice-validity-over", f"{notice.id} was to be valid until {draft.content.valid_until}")
    told = {one.reader: one for one in notice.told} | {one.reader: one for one in command.addressees}
    if not told:
        raise Refused("notice-without-audience", "no post covers or borders on these countries: nobody would be told")
    if lost := dead_ends(draft.content.level, told.values()):
        who = ", ".join(reader.key for reader in lost)
        raise Refused("headquarters-unreachable", f"set a mailbox of the kind hq, which reads if {who} does not")
    urgent = draft.content.level >= URGENT
    addressees = tuple(one if urgent else one.model_copy(update={"escalation": ()}) for one in told.values())
    if draft.change_note is None:
        issued = NoticeIssued(
            notice=notice.id,
            subject=notice.subject,
            edition=draft.edition,
            content=draft.content,
            addressees=addressees,
            issued_at=command.at,
        )
        return [issued]
    updated = NoticeUpdated(
        notice=notice.id,
        subject=notice.subject,
        edition=draft.edition,
        content=draft.content,
        change_note=draft.change_note,
        addressees=addressees,
        issued_at=command.at,
    )
    return [updated]


NOTICE = Decider("notice", Notice(), decide, evolve, NoticeEvent)
