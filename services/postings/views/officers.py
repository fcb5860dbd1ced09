"""The postings of each officer: until when the present one runs, and whether another follows."""

from collections.abc import Iterable
from typing import get_args

from shared.contracts.postings.posting import PostingApproved, PostingCurtailed, PostingEnded, PostingStarted
from shared.contracts.postings.posting_course import (
    PostingAgrementRefused,
    PostingExtended,
    PostingOfferExpired,
    PostingScheduled,
    PostingWithdrawn,
)
from shared.contracts.postings.posting_record import PostingRecorded
from shared.eventing.view import Document, View

Tenure = PostingApproved | PostingScheduled | PostingStarted | PostingExtended | PostingEnded | PostingCurtailed
OfficerEvent = PostingRecorded | Tenure | PostingWithdrawn | PostingAgrementRefused | PostingOfferExpired


def keys(event: OfficerEvent) -> Iterable[str]:
    return [event.officer]


def evolve(document: Document | None, event: OfficerEvent) -> Document:
    officer = document or {"officer": event.officer, "postings": {}}
    known = officer["postings"].get(event.posting, {"posting": event.posting, "reason": None, "last_day": None})
    posting = known | {"position": event.position, "post": event.post}
    match event:
        case PostingApproved(starts_on=first, ends_on=last) | PostingScheduled(starts_on=first, ends_on=last):
            days = {"first_day": first.isoformat(), "estimated_last_day": last.isoformat()}
            posting |= {"state": "planned"} | days
        case PostingStarted(started_on=day, ends_on=last):
            posting |= {"state": "running", "first_day": day.isoformat()}
            posting |= {"estimated_last_day": last.isoformat()} if last else {}
        case PostingRecorded(started_on=day, ends_on=last, ended_on=ended, curtailment=reason):
            over = "ended" if reason is None else "curtailed"
            posting |= {"state": "running" if ended is None else over, "first_day": day.isoformat(), "reason": reason}
            posting |= {"estimated_last_day": last.isoformat(), "last_day": ended and ended.isoformat()}
        case PostingExtended(ends_on=last):
            posting |= {"estimated_last_day": last.isoformat()}
        case PostingEnded(ended_on=day):
            posting |= {"state": "ended", "last_day": day.isoformat()}
        case PostingCurtailed(last_day=day, reason=reason):
            posting |= {"state": "curtailed", "last_day": day.isoformat(), "reason": reason}
        case PostingWithdrawn() | PostingAgrementRefused() | PostingOfferExpired():
            posting |= {"state": "given-up"}
    return _summed(officer | {"postings": officer["postings"] | {event.posting: posting}})


def _summed(officer: Document) -> Document:
    postings = officer["postings"].values()
    running = [one.get("estimated_last_day") for one in postings if one.get("state") == "running"]
    planned = sorted(one["first_day"] for one in postings if one.get("state") == "planned")
    return officer | {"runs_until": max(filter(None, running), default=None), "next": planned[0] if planned else None}


OFFICERS = View("officers", get_args(OfficerEvent), keys, evolve, indexes=(("next", "runs_until", "_id"),))


def history(officer: Document) -> list[Document]:
    """The officer's postings, the first one first."""
    return sorted(officer["postings"].values(), key=lambda one: (one.get("first_day", ""), one["posting"]))
