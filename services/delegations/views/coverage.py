"""Which post covers which countries, and who serves there: what the postings service has said, as routing needs it."""

from collections.abc import Iterable
from typing import get_args

from services.delegations.domain.routing import Station, Tenure
from shared.contracts.postings.post import PostClosed, PostOpened
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded, PostingStarted
from shared.contracts.postings.posting_record import PostingRecorded
from shared.eventing.view import Document, View

Handled = PostOpened | PostClosed | PostingRecorded | PostingStarted | PostingEnded | PostingCurtailed

NOTHING_KNOWN: Document = {"country": None, "accredited": [], "closed": False, "tenures": {}}


def keys(event: Handled) -> Iterable[str]:
    return (event.post,)


def evolve(document: Document | None, event: Handled) -> Document:
    post = document or NOTHING_KNOWN
    match event:
        case PostOpened(country=country, accredited=accredited):
            return {**post, "country": country, "accredited": list(accredited)}
        case PostClosed():
            return {**post, "closed": True}
        case PostingRecorded(ended_on=day) if day is not None:  # who was there long ago covers nothing today
            return post
        case PostingStarted() | PostingRecorded():
            return _tenure(post, event.posting, ended=False, successor=None)
        case PostingEnded(successor=successor):
            return _tenure(post, event.posting, ended=True, successor=successor)
        case PostingCurtailed():
            return _tenure(post, event.posting, ended=True, successor=None)


def _tenure(post: Document, posting: str, *, ended: bool, successor: str | None) -> Document:
    return {**post, "tenures": {**post["tenures"], posting: {"ended": ended, "successor": successor}}}


def station(document: Document) -> Station:
    """The document as the rules know it."""
    tenures = {posting: Tenure(**tenure) for posting, tenure in document["tenures"].items()}
    accredited = frozenset(document["accredited"])
    return Station(document["id"], document["country"], accredited, document["closed"], tenures)


COVERAGE = View(
    "coverage",
    get_args(Handled),
    keys,
    evolve,
    indexes=(("country",), ("accredited",)),
)
