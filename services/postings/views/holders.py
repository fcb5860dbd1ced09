"""Who holds each position on any day: one document per position, with its tenures by posting."""

from collections.abc import Iterable
from datetime import date

from shared.contracts.postings.position import PositionCreated
from shared.contracts.postings.posting import PostingApproved, PostingCurtailed, PostingEnded, PostingStarted
from shared.eventing.view import Document, View

HolderEvent = PositionCreated | PostingApproved | PostingStarted | PostingEnded | PostingCurtailed

NOBODY: Document = {"post": None, "title": None, "tenures": {}}


def keys(event: HolderEvent) -> Iterable[str]:
    return [event.position]


def evolve(document: Document | None, event: HolderEvent) -> Document:
    position = document or NOBODY
    match event:
        case PositionCreated(position=id, post=post, title=title, kind=kind, service=service):
            return position | {"position": id, "post": post, "title": title, "kind": kind, "service": service}
        case PostingApproved(officer=officer, starts_on=first, ends_on=last):
            planned = {"officer": officer, "planned": True, "first_day": first.isoformat(), "last_day": None}
            return _tenure(position, event.posting, planned | {"estimated_last_day": last.isoformat()})
        case PostingStarted(started_on=day):
            return _tenure(position, event.posting, {"planned": False, "first_day": day.isoformat()})
        case PostingEnded(ended_on=day) | PostingCurtailed(last_day=day):
            return _tenure(position, event.posting, {"last_day": day.isoformat()})


def _tenure(position: Document, posting: str, news: Document) -> Document:
    tenures = position["tenures"]
    return position | {"tenures": tenures | {posting: tenures.get(posting, {"posting": posting}) | news}}


HOLDERS = View(
    "holders",
    (PositionCreated, PostingApproved, PostingStarted, PostingEnded, PostingCurtailed),
    keys,
    evolve,
    indexes=(("post",),),
)


def on_day(position: Document, day: date) -> Document:
    """The position with its `holder` on that day, and with the approved postings `planned` to hold it then.

    A tenure that has started and not ended holds on every later day, also beyond its estimated last day.
    """
    tenures = [tenure for tenure in position["tenures"].values() if _covers(tenure, day.isoformat())]
    holders = [tenure for tenure in tenures if not tenure["planned"]]
    return {name: value for name, value in position.items() if name != "tenures"} | {
        "on": day.isoformat(),
        "holder": _latest(holders),
        "planned": sorted((tenure for tenure in tenures if tenure["planned"]), key=_by_first_day),
    }


def _latest(holders: list[Document]) -> Document | None:
    # The end of one tenure and the start of the next arrive apart: until both are here, the later start is the truth.
    return max(holders, key=_by_first_day, default=None)


def _covers(tenure: Document, day: str) -> bool:
    last = tenure["last_day"] or (tenure["estimated_last_day"] if tenure["planned"] else None)
    return bool(tenure["first_day"] <= day and (last is None or day <= last))


def _by_first_day(tenure: Document) -> tuple[str, str]:
    return tenure["first_day"], tenure["posting"]
