"""What is published of a posting's course between its proposal and its end: deadlines, agrement, journey, extension."""

from datetime import date, datetime
from typing import Literal

from shared.contracts.postings.fact import Directorate, PostingsFact


class OfPosting(PostingsFact):
    """What every event of a posting's course says of it."""

    posting: str
    position: str
    post: str
    officer: str


class PostingApprovalReminded(OfPosting):
    """Half of the time is over, and these directorates have not had their say, which is due at `approve_by`."""

    type: Literal["postings.PostingApprovalReminded"] = "postings.PostingApprovalReminded"
    missing: tuple[Directorate, ...]
    approve_by: datetime


class PostingApprovalEscalated(OfPosting):
    """The time is over, and these directorates have not had their say; they still may."""

    type: Literal["postings.PostingApprovalEscalated"] = "postings.PostingApprovalEscalated"
    missing: tuple[Directorate, ...]
    approve_by: datetime


class PostingOfferExpired(OfPosting):
    """The offer was good through this day, and was not approved by then, or not taken up.

    `approved` says that both directorates had agreed to it.
    """

    type: Literal["postings.PostingOfferExpired"] = "postings.PostingOfferExpired"
    expired_on: date
    approved: bool = False


class PostingWithdrawn(OfPosting):
    """Headquarters takes the proposal back before the tenure has started, `approved` or not."""

    type: Literal["postings.PostingWithdrawn"] = "postings.PostingWithdrawn"
    reason: str
    approved: bool = False


class PostingAgrementAsked(OfPosting):
    """The host country is asked whether the officer is welcome, and is expected to answer by that day."""

    type: Literal["postings.PostingAgrementAsked"] = "postings.PostingAgrementAsked"
    asked_on: date
    answer_by: date


class PostingAgrementGranted(OfPosting):
    type: Literal["postings.PostingAgrementGranted"] = "postings.PostingAgrementGranted"
    granted_on: date


class PostingAgrementRefused(OfPosting):
    """The host country refuses, which it need not explain, and the posting is refused with that."""

    type: Literal["postings.PostingAgrementRefused"] = "postings.PostingAgrementRefused"
    refused_on: date


class PostingAgrementSilent(OfPosting):
    """The host country has not answered by the day that was expected. Silence is no consent; it may still answer."""

    type: Literal["postings.PostingAgrementSilent"] = "postings.PostingAgrementSilent"
    answer_by: date


class PostingScheduled(OfPosting):
    """The days are settled, and the checklist is laid out that must be done before the officer departs."""

    type: Literal["postings.PostingScheduled"] = "postings.PostingScheduled"
    starts_on: date
    ends_on: date
    checklist: tuple[str, ...]


class PostingChecklistItemDone(OfPosting):
    type: Literal["postings.PostingChecklistItemDone"] = "postings.PostingChecklistItemDone"
    item: str
    done_on: date


class PostingArrived(OfPosting):
    """The officer is in the country; the tenure starts on this day or later."""

    type: Literal["postings.PostingArrived"] = "postings.PostingArrived"
    arrived_on: date


class PostingExtended(OfPosting):
    """The estimated last day of a running tenure moves from `former` to `ends_on`."""

    type: Literal["postings.PostingExtended"] = "postings.PostingExtended"
    former: date
    ends_on: date
    reason: str


class PostingLeft(OfPosting):
    """The last day of a tenure that has ended is over: what the officer had in charge passes on now.

    It follows the end, which may be said long before its day.
    """

    type: Literal["postings.PostingLeft"] = "postings.PostingLeft"
    last_day: date
