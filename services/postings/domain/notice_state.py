"""What a threat notice has come to: its open draft, the edition in force, who was told, and how it ended."""

from dataclasses import dataclass, replace
from typing import Literal

from shared.contracts.postings.notice import (
    NoticeAddressee,
    NoticeApproved,
    NoticeContent,
    NoticeDiscarded,
    NoticeDrafted,
    NoticeEvent,
    NoticeExpired,
    NoticeIssued,
    NoticeRevised,
    NoticeUpdated,
    NoticeWithdrawn,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """`authors` is everybody who has written of it."""

    edition: int
    content: NoticeContent
    change_note: str | None
    authors: frozenset[str]
    approved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """`issued` is the edition in force and `told` whoever was told of any; `closed` says how the notice ended."""

    id: str = ""
    subject: str = ""
    draft: OpenDraft | None = None
    issued: NoticeIssued | NoticeUpdated | None = None
    told: tuple[NoticeAddressee, ...] = ()
    closed: Literal["withdrawn", "expired"] | None = None
    withdrawn_because: str | None = None


def alive(notice: Notice) -> None:
    """Raises Refused `notice-closed`."""
    if notice.closed is not None:
        raise Refused("notice-closed", f"notice {notice.id} is {notice.closed}")


def evolve(notice: Notice, event: NoticeEvent) -> Notice:
    match event:
        case NoticeDrafted(notice=id, subject=subject, author=author):
            draft = OpenDraft(event.edition, event.content, event.change_note, frozenset({author}))
            return replace(notice, id=id, subject=subject, draft=draft)
        case NoticeRevised(author=author):
            authors = (notice.draft.authors if notice.draft else frozenset()) | {author}
            return replace(notice, draft=OpenDraft(event.edition, event.content, event.change_note, authors))
        case NoticeApproved(approved_by=by):
            return replace(notice, draft=replace(notice.draft, approved_by=by) if notice.draft else None)
        case NoticeDiscarded():
            return replace(notice, draft=None)
        case NoticeIssued(addressees=told) | NoticeUpdated(addressees=told):
            return replace(notice, draft=None, issued=event, told=told)
        case NoticeWithdrawn(reason=reason):
            return replace(notice, draft=None, closed="withdrawn", withdrawn_because=reason)
        case NoticeExpired():
            return replace(notice, draft=None, closed="expired")
