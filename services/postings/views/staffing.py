"""Who serves at each post and who heads it: one document per post, for those who take over from each other."""

from collections.abc import Iterable
from typing import get_args

from services.postings.domain.heirs import Staff, Tenure
from shared.contracts.postings.position import PositionCreated
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded, PostingStarted
from shared.contracts.postings.posting_record import PostingRecorded
from shared.eventing.view import Document, View

Handled = PositionCreated | PostingRecorded | PostingStarted | PostingEnded | PostingCurtailed
NOBODY: Document = {"heads": [], "tenures": {}}
BEFORE: Document = {"position": "", "started_on": "", "ended": False, "successor": None}


def keys(event: Handled) -> Iterable[str]:
    return (event.post,)


def evolve(document: Document | None, event: Handled) -> Document:
    post = document or NOBODY
    match event:
        case PositionCreated(position=position, kind=kind):
            return post | ({"heads": [*post["heads"], position]} if kind == "associate" else {})
        case PostingStarted(position=position, started_on=day):
            return _tenure(post, event.posting, {"position": position, "started_on": day.isoformat()})
        case PostingRecorded(position=position, started_on=day, ended_on=ended):
            known = {"position": position, "started_on": day.isoformat(), "ended": ended is not None}
            return _tenure(post, event.posting, known)
        case PostingEnded(successor=successor):
            return _tenure(post, event.posting, {"ended": True, "successor": successor})
        case PostingCurtailed():
            return _tenure(post, event.posting, {"ended": True})


def _tenure(post: Document, posting: str, news: Document) -> Document:
    return post | {"tenures": {**post["tenures"], posting: post["tenures"].get(posting, BEFORE) | news}}


def staff(document: Document | None) -> Staff:
    """The document as the rules know it."""
    post = document or NOBODY
    tenures = {posting: Tenure(**tenure) for posting, tenure in post["tenures"].items()}
    return Staff(frozenset(post["heads"]), tenures)


STAFFING = View("staffing", get_args(Handled), keys, evolve)
