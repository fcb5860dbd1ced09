"""Which post covers which countries, and who serves there: what the postings service has said, as routing needs it."""

from collections.abc import Iterable
from typing import get_args

from services.delegations.domain.routing import Station, Tenure
from shared.contracts.postings.post import PostClosed, PostOpened, PostResumed, PostSuspended
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded, PostingStarted
from shared.contracts.postings.posting_record import PostingRecorded
from shared.eventing.view import Document, View

OfPost = PostOpened | PostClosed | PostSuspended | PostResumed
Handled = OfPost | PostingRecorded | PostingStarted | PostingEnded | PostingCurtailed

NOTHING_KNOWN: Document = {"country": None, "accredited": [], "closed": False, "suspension": None, "tenures": {}}


def keys(event: Handled) -> Iterable[str]:
    return (event.post,)


def evolve(document: Document | None, event: Handled) -> Document:
    post = document or NOTHING_KNOWN
    match event:
        case PostOpened(country=country, accredited=accredited):
            return {**post, "country": country, "accredited": list(accredited)}
        case PostClosed():
            return {**post, "closed": True}
        case PostSuspended(suspended_on=day, work_to=other):
            return {**post, "suspension": {"since": day.isoformat(), "work_to": other}}
        case PostResumed():
            return {**post, "suspension": None}
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
    suspension = document.get("suspension")
    return Station(
        document["id"],
        document["country"],
        accredited,
        document["closed"],
        tenures,
        suspended=suspension is not None,
        work_to=suspension["work_to"] if suspension else None,
    )


def suspended(document: Document | None, day: str) -> bool:
    """Whether the post is known to be suspended on that day, written as 2026-09-01."""
    suspension = document and document.get("suspension")
    return bool(suspension and suspension["since"] <= day)


COVERAGE = View(
    "coverage",
    get_args(Handled),
    keys,
    evolve,
    indexes=(("country",), ("accredited",)),
)
