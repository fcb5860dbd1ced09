"""What is published of a posting: an officer's tenure of a position, from the proposal to its end."""

from datetime import date, datetime
from typing import Literal

from shared.contracts.postings.fact import CurtailmentReason, Directorate, PostingsFact
from shared.contracts.postings.posting_course import (
    PostingAgrementAsked,
    PostingAgrementGranted,
    PostingAgrementRefused,
    PostingAgrementSilent,
    PostingApprovalEscalated,
    PostingApprovalReminded,
    PostingArrived,
    PostingChecklistItemDone,
    PostingExtended,
    PostingLeft,
    PostingOfferExpired,
    PostingScheduled,
    PostingWithdrawn,
)
from shared.contracts.postings.posting_record import PostingRecorded


class PostingProposed(PostingsFact):
    """An officer is proposed for a position, from the first day to the estimated last day, both included.

    `proposed_by` is the account that proposed; both directorates are to have had their say by `approve_by`, are
    reminded at `remind_at`, and the offer is good through `expires_on`. `agrement_needed` and `on_behalf_of` are what
    the position says. All are absent in proposals from before they were kept.
    """

    type: Literal["postings.PostingProposed"] = "postings.PostingProposed"
    posting: str
    position: str
    post: str
    officer: str
    starts_on: date
    ends_on: date
    proposed_by: str | None = None
    proposed_at: datetime | None = None
    remind_at: datetime | None = None
    approve_by: datetime | None = None
    expires_on: date | None = None
    agrement_needed: bool = False
    on_behalf_of: str | None = None


class DirectorateApproved(PostingsFact):
    """One of the two parent directorates agrees; neither alone suffices.

    `by` is the account that approved, `on_behalf_of` the other directorate for which it did.
    """

    type: Literal["postings.DirectorateApproved"] = "postings.DirectorateApproved"
    posting: str
    directorate: Directorate
    by: str | None = None
    on_behalf_of: str | None = None


class PostingApproved(PostingsFact):
    """Both directorates have agreed; `approved_on` is the day in UTC, absent from before it was kept."""

    type: Literal["postings.PostingApproved"] = "postings.PostingApproved"
    posting: str
    position: str
    post: str
    officer: str
    starts_on: date
    ends_on: date
    approved_on: date | None = None


class PostingRefused(PostingsFact):
    """One directorate does not agree, which is final; `officer` is absent from before it was kept."""

    type: Literal["postings.PostingRefused"] = "postings.PostingRefused"
    posting: str
    position: str
    post: str
    directorate: Directorate
    reason: str
    officer: str | None = None


class PostingStarted(PostingsFact):
    """The officer holds the position from this day; whoever held it before is named as predecessor.

    `tour_months` is the position's tour length on that day, frozen for this tenure, `ends_on` the estimated last day;
    through `overlap_until` the predecessor is still there to hand over, as was declared.
    """

    type: Literal["postings.PostingStarted"] = "postings.PostingStarted"
    posting: str
    position: str
    post: str
    officer: str
    started_on: date
    predecessor: str | None = None
    predecessor_officer: str | None = None
    tour_months: int | None = None
    ends_on: date | None = None
    overlap_until: date | None = None


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
    | PostingApprovalReminded
    | PostingApprovalEscalated
    | PostingOfferExpired
    | PostingWithdrawn
    | PostingAgrementAsked
    | PostingAgrementGranted
    | PostingAgrementRefused
    | PostingAgrementSilent
    | PostingScheduled
    | PostingChecklistItemDone
    | PostingArrived
    | PostingExtended
    | PostingLeft
    | PostingRecorded
)
