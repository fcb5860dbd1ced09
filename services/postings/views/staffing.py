"""Who serves at each post and who heads it: one document per post, for those who take over from each other."""

from collections.abc import Iterable
from datetime import date
from typing import get_args

from services.postings.domain.heirs import Staff, Tenure
from shared.contracts.postings.position import PositionCreated
from shared.contracts.postings.posting import PostingEnded, PostingStarted
from shared.contracts.postings.posting_course import PostingLeft
from shared.contracts.postings.posting_record import PostingRecorded
from shared.eventing.view import Document, View

Handled = PositionCreated | PostingRecorded | PostingStarted | PostingEnded | PostingLeft
NOBODY: Document = {"heads": [], "tenures": {}}
BEFORE: Document = {"position": "", "started_on": "", "ended": False, "successor": None}


def keys(event: Handled) -> Iterable[str]:
    return (event.post,)


def evolve(document: Document | None, event: Handled) -> Document:
    """A tenure has `ended` once its last day is over."""
    post = document or NOBODY
    match event:
        case PositionCreated(position=position, kind=kind):
            return post | ({"heads": [*post["heads"], position]} if kind == "associate" else {})
        case PostingStarted(position=position, started_on=day, predecessor=before):
            begun = _tenure(post, event.posting, {"position": position, "started_on": day.isoformat()})
            return _tenure(begun, before, {"successor": event.posting}) if before else begun
        case PostingRecorded(position=position, started_on=day, ended_on=ended):
            known = {"position": position, "started_on": day.isoformat(), "ended": ended is not None}
            return _tenure(post, event.posting, known)
        case PostingEnded(successor=successor):
            return _tenure(post, event.posting, {"successor": successor} if successor else {})
        case PostingLeft():
            return _tenure(post, event.posting, {"ended": True})


def _tenure(post: Document, posting: str, news: Document) -> Document:
    return post | {"tenures": {**post["tenures"], posting: post["tenures"].get(posting, BEFORE) | news}}


def staff(document: Document | None, on: date = date.max) -> Staff:
    """The document as the rules know it, on this day."""
    post = document or NOBODY
    tenures = {posting: Tenure(**tenure) for posting, tenure in post["tenures"].items()}
    return Staff(frozenset(post["heads"]), tenures, on.isoformat())


STAFFING = View("staffing", get_args(Handled), keys, evolve)
