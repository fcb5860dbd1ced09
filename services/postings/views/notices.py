"""The threat notices: the edition in force, the open draft, and how each came to be and ended."""

from collections.abc import Iterable

from shared.contracts.postings.notice import (
    NoticeApproved,
    NoticeDiscarded,
    NoticeDrafted,
    NoticeEvent,
    NoticeExpired,
    NoticeIssued,
    NoticeRevised,
    NoticeUpdated,
    NoticeWithdrawn,
)
from shared.eventing.view import Document, View

# `ends_at` is a date, so that the worker can ask which notices are over; everything else is as the event says it.
NEW: Document = {"status": "draft", "draft": None, "issued": None, "changes": [], "posts": [], "ends_at": None}


def keys(event: NoticeEvent) -> Iterable[str]:
    return [event.notice]


def evolve(document: Document | None, event: NoticeEvent) -> Document:
    notice = document or NEW
    match event:
        case NoticeDrafted() | NoticeRevised():
            draft = _said(event, "edition", "content", "author", "change_note") | {"approved_by": None}
            if isinstance(event, NoticeDrafted):
                notice = notice | {"subject": event.subject, "status": "issued" if notice["issued"] else "draft"}
            return notice | {"draft": draft}
        case NoticeApproved(approved_by=by):
            return notice | {"draft": notice["draft"] | {"approved_by": by}}
        case NoticeDiscarded():
            return notice | {"draft": None, "status": notice["status"] if notice["issued"] else "discarded"}
        case NoticeIssued() | NoticeUpdated():
            return notice | _issued(notice, event)
        case NoticeWithdrawn(reason=reason):
            ended = {"status": "withdrawn", "reason": reason, "ended_at": event.withdrawn_at.isoformat()}
            return notice | {"draft": None, "ends_at": None} | ended
        case NoticeExpired():
            return (
                notice
                | {"draft": None, "ends_at": None}
                | {
                    "status": "expired",
                    "ended_at": event.expired_at.isoformat(),
                }
            )


def _issued(notice: Document, event: NoticeIssued | NoticeUpdated) -> Document:
    note = event.change_note if isinstance(event, NoticeUpdated) else None
    change = {"edition": event.edition, "issued_at": event.issued_at.isoformat(), "change_note": note}
    return {
        "status": "issued",
        "draft": None,
        "issued": _said(event, "edition", "content", "addressees", "issued_at"),
        "changes": [*notice["changes"], change],
        "posts": sorted({one.post for one in event.addressees if one.post}),
        "ends_at": event.content.valid_until,
    }


def _said(event: NoticeEvent, *names: str) -> Document:
    return event.model_dump(mode="json", include=set(names))


NOTICES = View(
    "notices",
    (
        NoticeDrafted,
        NoticeRevised,
        NoticeApproved,
        NoticeDiscarded,
        NoticeIssued,
        NoticeUpdated,
        NoticeWithdrawn,
        NoticeExpired,
    ),
    keys,
    evolve,
    indexes=(("status", "_id"), ("ends_at",), ("posts", "_id"), ("issued.content.countries", "_id")),
)
