"""Who holds each position on any day: one document per position, with its tenures by posting."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import get_args

from shared.contracts.postings.position import PositionCreated
from shared.contracts.postings.posting import (
    PostingApproved,
    PostingCurtailed,
    PostingEnded,
    PostingRefused,
    PostingStarted,
)
from shared.contracts.postings.posting_course import (
    PostingAgrementRefused,
    PostingExtended,
    PostingScheduled,
    PostingWithdrawn,
)
from shared.contracts.postings.posting_record import PostingRecorded
from shared.eventing.view import Document, View

Running = PostingApproved | PostingScheduled | PostingStarted | PostingExtended
Over = PostingEnded | PostingCurtailed | PostingRefused | PostingWithdrawn | PostingAgrementRefused
HolderEvent = PositionCreated | PostingRecorded | Running | Over

NOBODY: Document = {"post": None, "title": None, "tenures": {}}


def keys(event: HolderEvent) -> Iterable[str]:
    return [event.position]


def evolve(document: Document | None, event: HolderEvent) -> Document:
    position = document or NOBODY
    match event:
        case PositionCreated(position=id, post=post, title=title, kind=kind, service=service):
            return position | {"position": id, "post": post, "title": title, "kind": kind, "service": service}
        case (
            PostingApproved(officer=officer, starts_on=first, ends_on=last)
            | PostingScheduled(officer=officer, starts_on=first, ends_on=last)
        ):
            planned = {"officer": officer, "planned": True, "first_day": first.isoformat(), "last_day": None}
            return _tenure(position, event.posting, planned | {"estimated_last_day": last.isoformat()})
        case PostingStarted(started_on=day):
            started: Document = {"planned": False, "first_day": day.isoformat()}
            estimate = {"estimated_last_day": event.ends_on.isoformat()} if event.ends_on else {}
            overlap = {"overlap_until": event.overlap_until.isoformat()} if event.overlap_until else {}
            return _tenure(position, event.posting, started | estimate | overlap)
        case PostingRecorded(officer=officer, started_on=first, ends_on=last, ended_on=ended):
            known: Document = {"officer": officer, "planned": False, "first_day": first.isoformat()}
            known |= {"estimated_last_day": last.isoformat(), "last_day": ended and ended.isoformat()}
            known |= {"overlap_until": event.overlap_until.isoformat()} if event.overlap_until else {}
            return _tenure(position, event.posting, known)
        case PostingExtended(ends_on=last):
            return _tenure(position, event.posting, {"estimated_last_day": last.isoformat()})
        case PostingEnded(ended_on=day) | PostingCurtailed(last_day=day):
            return _tenure(position, event.posting, {"last_day": day.isoformat()})
        case PostingRefused() | PostingWithdrawn() | PostingAgrementRefused():
            tenures = {id: tenure for id, tenure in position["tenures"].items() if id != event.posting}
            return position | {"tenures": tenures}


def _tenure(position: Document, posting: str, news: Document) -> Document:
    tenures = position["tenures"]
    return position | {"tenures": tenures | {posting: tenures.get(posting, {"posting": posting}) | news}}


HOLDERS = View(
    "holders",
    get_args(HolderEvent),
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


def seams(position: Document) -> list[Document]:
    """Where one tenure of the position follows another: a gap, an overlap and whether it was declared, or neither.

    Planned tenures count with their settled days, running ones with their estimate; back-to-back days are no overlap.
    """
    tenures = sorted(position["tenures"].values(), key=_by_first_day)
    found = []
    for former, latter in pairwise(tenures):
        leaves = former["last_day"] or former.get("estimated_last_day")
        if leaves is None:
            continue
        apart = (date.fromisoformat(latter["first_day"]) - date.fromisoformat(leaves)).days - 1
        if apart == 0:
            continue
        kind = "gap" if apart > 0 else "overlap"
        declared = kind == "overlap" and (latter.get("overlap_until") or "") >= leaves
        first, last = (leaves, latter["first_day"]) if apart > 0 else (latter["first_day"], leaves)
        days = {"first_day": _moved(first, 1), "last_day": _moved(last, -1)} if apart > 0 else _days(first, last)
        of = {"leaver": former["posting"], "comer": latter["posting"]}
        found.append({"kind": kind, "days": abs(apart), "declared": declared, **days, **of})
    return found


def _moved(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()


def _days(first: str, last: str) -> Document:
    return {"first_day": first, "last_day": last}


def _latest(holders: list[Document]) -> Document | None:
    # The end of one tenure and the start of the next arrive apart: until both are here, the later start is the truth.
    return max(holders, key=_by_first_day, default=None)


def _covers(tenure: Document, day: str) -> bool:
    last = tenure["last_day"] or (tenure["estimated_last_day"] if tenure["planned"] else None)
    return bool(tenure["first_day"] <= day and (last is None or day <= last))


def _by_first_day(tenure: Document) -> tuple[str, str]:
    return tenure["first_day"], tenure["posting"]
