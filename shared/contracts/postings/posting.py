"""What is published of a posting: an officer's tenure of a position, from the proposal to its end."""

from datetime import date
from typing import Literal

from shared.contracts.postings.fact import Directorate, PostingsFact

CurtailmentReason = Literal["medical", "clearance", "service-need", "compassionate", "persona-non-grata", "other"]


class PostingProposed(PostingsFact):
    """An officer is proposed for a position, from the first day to the estimated last day, both included."""

    type: Literal["postings.PostingProposed"] = "postings.PostingProposed"
    posting: str
    position: str
    post: str
    officer: str
    starts_on: date
    ends_on: date


class DirectorateApproved(PostingsFact):
    """One of the two parent directorates agrees; neither alone suffices."""

    type: Literal["postings.DirectorateApproved"] = "postings.DirectorateApproved"
    posting: str
    directorate: Directorate


class PostingApproved(PostingsFact):
    """Both directorates have agreed."""

    type: Literal["postings.PostingApproved"] = "postings.PostingApproved"
    posting: str
    position: str
    post: str
    officer: str
    starts_on: date
    ends_on: date


class PostingRefused(PostingsFact):
    type: Literal["postings.PostingRefused"] = "postings.PostingRefused"
    posting: str
    position: str
    post: str
    directorate: Directorate
    reason: str


class PostingStarted(PostingsFact):
    """The officer holds the position from this day; whoever held it before is named as predecessor."""

    type: Literal["postings.PostingStarted"] = "postings.PostingStarted"
    posting: str
    position: str
    post: str
    officer: str
    started_on: date
    predecessor: str | None = None
    predecessor_officer: str | None = None


class PostingEnded(PostingsFact):
    """The tenure was completed; `ended_on` is its last day, `successor` the posting that follows on the next."""

    type: Literal["postings.PostingEnded"] = "postings.PostingEnded"
    posting: str
    position: str
    post: str
    officer: str
    ended_on: date
    successor: str | None = None


class PostingCurtailed(PostingsFact):
    """The tenure ends before its time; `last_day` is included."""

    type: Literal["postings.PostingCurtailed"] = "postings.PostingCurtailed"
    posting: str
    position: str
    post: str
    officer: str
    last_day: date
    reason: CurtailmentReason


PostingEvent = (
    PostingProposed
    | DirectorateApproved
    | PostingApproved
    | PostingRefused
    | PostingStarted
    | PostingEnded
    | PostingCurtailed
)
