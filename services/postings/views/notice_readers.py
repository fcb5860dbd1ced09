"""Who has read a threat notice and who has not, since when: one document per notice and addressee.

What the addressees say comes from another service and in any order, so each edition's answers stand on their own.
"""

from collections.abc import Iterable

from shared.contracts.notifications.alert import AlertAcknowledged, AlertEscalated
from shared.contracts.postings.notice import NoticeExpired, NoticeIssued, NoticeUpdated, NoticeWithdrawn
from shared.eventing.view import Document, View

Told = NoticeIssued | NoticeUpdated
Over = NoticeWithdrawn | NoticeExpired
Handled = Told | Over | AlertAcknowledged | AlertEscalated

UNTOLD: Document = {"edition": None, "in_force": False, "acknowledgements": [], "escalations": [], "unread": False}


def keys(event: Handled) -> Iterable[str]:
    if isinstance(event, AlertAcknowledged | AlertEscalated):
        return [f"{event.notice}/{event.addressee.key}"]
    return [f"{event.notice}/{one.reader.key}" for one in event.addressees]


def evolve(document: Document | None, event: Handled) -> Document:
    reading = document or UNTOLD
    match event:
        case NoticeIssued() | NoticeUpdated():
            reading = reading | _told(event) | {"in_force": True}
        case NoticeWithdrawn() | NoticeExpired():
            reading = reading | {"in_force": False}
        case AlertAcknowledged(reader=reader):
            said = _said(event) | {"reader": reader.key}
            reading = reading | {"acknowledgements": [*reading["acknowledgements"], said]}
        case AlertEscalated(reader=reader, step=step):
            said = _said(event) | {"step": step, "reader": reader.key}
            reading = reading | {"escalations": [*reading["escalations"], said]}
    read = any(one["edition"] == reading["edition"] for one in reading["acknowledgements"])
    return reading | {"read": read, "unread": reading["in_force"] and not read}


def _told(event: Told) -> Document:
    """What the documents of all addressees share, `places` being each one's own: `shown` picks the document's."""
    return {
        "notice": event.notice,
        "edition": event.edition,
        "level": event.content.level,
        "title": event.content.title,
        "since": event.issued_at.isoformat(),
        "places": {one.reader.key: {"role": one.role, "post": one.post} for one in event.addressees},
    }


def _said(event: AlertAcknowledged | AlertEscalated) -> Document:
    return {"edition": event.edition, "at": event.at.isoformat()}


NOTICE_READERS = View(
    "notice_readers",
    (NoticeIssued, NoticeUpdated, NoticeWithdrawn, NoticeExpired, AlertAcknowledged, AlertEscalated),
    keys,
    evolve,
    indexes=(("notice",), ("unread", "_id"), ("unread", "level", "_id")),
)


def shown(reading: Document) -> Document:
    """The document as people read it: who, as what, and what it and others in its place have said."""
    reader = reading["id"].partition("/")[2]
    place: Document = reading.get("places", {}).get(reader, {"role": None, "post": None})
    own: Document = {name: value for name, value in reading.items() if name != "places"}
    return own | {"reader": reader} | place
