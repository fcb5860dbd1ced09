"""What has happened at each post, by day: one document per fact about it, its positions and its people.

The ids of a post's facts are in the order of their days; positions, whose creation has no day, stand first.
"""

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
from shared.contracts.postings.posting_record import PostingRecorded
from shared.eventing.view import Document, View

UNDATED = "0000-00-00"
OfPost = PostOpened | PostClosed | PostSuspended | PostResumed
OfCountry = PostAccreditationAsked | PostAccreditationGranted | PostAccreditationRefused | PostAccreditationEnded
OfPeople = PostingArrived | PostingStarted | PostingExtended | PostingEnded | PostingCurtailed
HistoryEvent = OfPost | OfCountry | OfPeople | PostingRecorded | PositionCreated


def keys(event: HistoryEvent) -> Iterable[str]:
    """Neither `/` nor a blank occurs in any id."""
    day = _day(event)
    return (f"{event.post}/{day.isoformat() if day else UNDATED} {_name(event)} {_about(event)}",)


def evolve(_: Document | None, event: HistoryEvent) -> Document:
    day = _day(event)
    said = event.model_dump(mode="json", include={"post", "posting", "position", "officer", "country", "reason"})
    if isinstance(event, PostingRecorded):  # a tenure of the past is one fact, with both its ends
        said |= {"until": event.ended_on and event.ended_on.isoformat(), "reason": event.curtailment}
    return {"on": day and day.isoformat(), "what": _name(event), **said}


def _name(event: HistoryEvent) -> str:
    return event.type_name().partition(".")[2]


def _about(event: HistoryEvent) -> str:
    match event:
        case PositionCreated(position=position):
            return position
        case PostOpened() | PostClosed() | PostSuspended() | PostResumed():
            return event.post
    return event.country if isinstance(event, OfCountry) else event.posting


def _day(event: HistoryEvent) -> date | None:
    match event:
        case PositionCreated():
            return None
        case PostOpened(opened_on=day) | PostClosed(closed_on=day):
            return day
        case PostSuspended(suspended_on=day) | PostResumed(resumed_on=day):
            return day
        case PostAccreditationAsked(asked_on=day) | PostAccreditationGranted(granted_on=day):
            return day
        case PostAccreditationRefused(refused_on=day) | PostAccreditationEnded(last_day=day):
            return day
        case PostingArrived(arrived_on=day) | PostingEnded(ended_on=day):
            return day
        case PostingStarted(started_on=day) | PostingRecorded(started_on=day):
            return day
        case PostingExtended(ends_on=day) | PostingCurtailed(last_day=day):
            return day


POST_FACTS = View("post_facts", get_args(HistoryEvent), keys, evolve, indexes=(("post", "_id"),))
