"""What has happened at each post, by day: one document per post, with every fact about it, its positions and people."""

from collections.abc import Iterable
from datetime import date
from typing import get_args

from shared.contracts.postings.position import PositionCreated
from shared.contracts.postings.post import (
    PostAccreditationAsked,
    PostAccreditationEnded,
    PostAccreditationGranted,
    PostAccreditationRefused,
    PostClosed,
    PostOpened,
    PostResumed,
    PostSuspended,
)
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded, PostingStarted
from shared.contracts.postings.posting_course import PostingArrived, PostingExtended
from shared.eventing.view import Document, View

OfPost = PostOpened | PostClosed | PostSuspended | PostResumed
OfCountry = PostAccreditationAsked | PostAccreditationGranted | PostAccreditationRefused | PostAccreditationEnded
OfPeople = PostingArrived | PostingStarted | PostingExtended | PostingEnded | PostingCurtailed
HistoryEvent = OfPost | OfCountry | OfPeople | PositionCreated


def keys(event: HistoryEvent) -> Iterable[str]:
    return [event.post]


def evolve(document: Document | None, event: HistoryEvent) -> Document:
    post = document or {"post": event.post, "facts": {}}
    if isinstance(event, PositionCreated):  # which has no day of its own
        return post | {"facts": post["facts"] | {f"position {event.position}": _fact(event, None)}}
    day = _day(event)
    about = getattr(event, "posting", getattr(event, "country", event.post))
    return post | {
        "facts": post["facts"] | {f"{day.isoformat()} {_name(event)} {about}".replace(".", "-"): _fact(event, day)}
    }


def _fact(event: HistoryEvent, day: date | None) -> Document:
    said = event.model_dump(mode="json", include={"posting", "position", "officer", "country", "reason"})
    return {"on": day and day.isoformat(), "what": _name(event), **said}


def _name(event: HistoryEvent) -> str:
    return event.type_name().partition(".")[2]


def _day(event: OfPost | OfCountry | OfPeople) -> date:
    match event:
        case PostOpened(opened_on=day) | PostClosed(closed_on=day):
            return day
        case PostSuspended(suspended_on=day) | PostResumed(resumed_on=day):
            return day
        case PostAccreditationAsked(asked_on=day) | PostAccreditationGranted(granted_on=day):
            return day
        case PostAccreditationRefused(refused_on=day) | PostAccreditationEnded(last_day=day):
            return day
        case PostingArrived(arrived_on=day) | PostingStarted(started_on=day) | PostingEnded(ended_on=day):
            return day
        case PostingExtended(ends_on=day) | PostingCurtailed(last_day=day):
            return day


POST_HISTORIES = View("post_histories", get_args(HistoryEvent), keys, evolve)


def history(post: Document) -> list[Document]:
    """The facts in the order of their days; positions, whose creation has no day, stand first."""
    return sorted(post["facts"].values(), key=lambda fact: (fact["on"] or "", fact["what"], fact.get("posting", "")))
