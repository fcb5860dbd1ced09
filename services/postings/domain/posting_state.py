"""Where a posting stands: what its history says, and what every rule about it looks at."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never

from shared.contracts.postings.fact import CurtailmentReason, Directorate
from shared.contracts.postings.posting import (
    DirectorateApproved,
    PostingApproved,
    PostingCurtailed,
    PostingEnded,
    PostingEvent,
    PostingProposed,
    PostingRefused,
    PostingStarted,
)
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
from shared.eventing.decider import Refused

TAKEN_UP_WITHIN = timedelta(days=90)  # from the settled first day on, beyond which an approval lapses


class Status(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    ARRIVED = "arrived"
    STARTED = "started"
    ENDED = "ended"
    CURTAILED = "curtailed"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Agrement(StrEnum):
    """What the host country has said: `silent` once the day has passed by which an answer was expected."""

    UNASKED = "unasked"
    ASKED = "asked"
    SILENT = "silent"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Posting:
    """`starts_on` and `ends_on` are the days as they are settled now, `undone` what is left of the checklist.

    `approvers` are the accounts that have approved; `left` says that the last day is over.
    """

    proposed: PostingProposed | None = None
    status: Status = Status.PROPOSED
    approvals: frozenset[Directorate] = frozenset()
    approvers: frozenset[str] = frozenset()
    approved_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    started_on: date | None = None
    reminded_at: datetime | None = None
    escalated_at: datetime | None = None
    agrement: Agrement = Agrement.UNASKED
    agrement_asked_on: date | None = None
    agrement_by: date | None = None
    checklist: tuple[str, ...] = ()
    undone: frozenset[str] = frozenset()
    arrived_on: date | None = None
    ended_on: date | None = None
    curtailment: CurtailmentReason | None = None
    left: bool = False

    @property
    def good_through(self) -> date | None:
        """The last day on which it can be approved, or once approved be taken up; None where it waits for neither."""
        if self.proposed is None or self.starts_on is None or self.ends_on is None:
            return None
        match self.status:
            case Status.PROPOSED:
                return min(self.proposed.expires_on or self.starts_on, self.starts_on)
            case Status.APPROVED | Status.SCHEDULED:
                return self.starts_on + min(TAKEN_UP_WITHIN, self.ends_on - self.starts_on)
        return None

    def serves(self, on: date) -> bool:
        """Whether the tenure has started, or is known to, and is not over on that day."""
        return self.started_on is not None and (self.ended_on is None or on <= self.ended_on)


def proposal(posting: Posting) -> PostingProposed:
    """What was proposed; refuses where nothing was. Slug: `posting-unknown`."""
    if posting.proposed is None:
        raise Refused("posting-unknown", "no posting with this id has been proposed")
    return posting.proposed


def not_given_up(posting: Posting) -> None:
    """Refuses where the posting will never start.

    Slugs: `posting-already-refused`, `posting-expired`, `posting-withdrawn`.
    """
    match posting.status:
        case Status.REFUSED:
            raise Refused("posting-already-refused", "a refused posting needs a new proposal")
        case Status.EXPIRED:
            raise Refused("posting-expired", "the offer has expired, a new proposal is needed")
        case Status.WITHDRAWN:
            raise Refused("posting-withdrawn", "the proposal was withdrawn, a new one is needed")


def not_begun(posting: Posting) -> None:
    """Refuses where the tenure runs or is over. Slugs: `posting-already-started`, `posting-already-ended`."""
    match posting.status:
        case Status.STARTED:
            raise Refused("posting-already-started", f"it started on {posting.started_on}")
        case Status.ENDED | Status.CURTAILED:
            raise Refused("posting-already-ended", f"it is {posting.status}")


def evolve(posting: Posting, event: PostingEvent) -> Posting:
    match event:
        case PostingProposed(starts_on=first, ends_on=last):
            return Posting(proposed=event, starts_on=first, ends_on=last)
        case DirectorateApproved(directorate=directorate, by=by):
            approvers = posting.approvers | ({by} if by is not None else set())
            return replace(posting, approvals=posting.approvals | {directorate}, approvers=approvers)
        case PostingApproved(approved_on=day):
            return replace(posting, status=Status.APPROVED, approved_on=day)
        case PostingRefused():
            return replace(posting, status=Status.REFUSED)
        case PostingApprovalReminded(approve_by=at):
            return replace(posting, reminded_at=at)
        case PostingApprovalEscalated(approve_by=at):
            return replace(posting, escalated_at=at)
        case PostingOfferExpired():
            return replace(posting, status=Status.EXPIRED)
        case PostingWithdrawn():
            return replace(posting, status=Status.WITHDRAWN)
        case PostingAgrementAsked(asked_on=asked, answer_by=by):
            return replace(posting, agrement=Agrement.ASKED, agrement_asked_on=asked, agrement_by=by)
        case PostingAgrementGranted():
            return replace(posting, agrement=Agrement.GRANTED)
        case PostingAgrementSilent():
            return replace(posting, agrement=Agrement.SILENT)
        case PostingAgrementRefused():
            return replace(posting, agrement=Agrement.REFUSED, status=Status.REFUSED)
        case PostingScheduled(starts_on=first, ends_on=last, checklist=items):
            undone = frozenset(items) if posting.status is Status.APPROVED else posting.undone
            scheduled = replace(posting, status=Status.SCHEDULED, starts_on=first, ends_on=last)
            return replace(scheduled, checklist=items, undone=undone)
        case PostingChecklistItemDone(item=item):
            return replace(posting, undone=posting.undone - {item})
        case PostingArrived(arrived_on=day):
            return replace(posting, status=Status.ARRIVED, arrived_on=day)
        case PostingStarted(started_on=day, ends_on=last):
            return replace(posting, status=Status.STARTED, started_on=day, ends_on=last or posting.ends_on)
        case PostingExtended(ends_on=last):
            return replace(posting, ends_on=last)
        case PostingEnded(ended_on=day):
            return replace(posting, status=Status.ENDED, ended_on=day)
        case PostingCurtailed(last_day=day, reason=reason):
            return replace(posting, status=Status.CURTAILED, ended_on=day, curtailment=reason)
        case PostingLeft():
            return replace(posting, left=True)
        case PostingRecorded():
            return _recorded(event)
        case _:
            assert_never(event)


def _recorded(event: PostingRecorded) -> Posting:
    """As if it had been proposed with the days that it came to have; who approved it is not known here."""
    proposed = PostingProposed(
        posting=event.posting,
        position=event.position,
        post=event.post,
        officer=event.officer,
        starts_on=event.started_on,
        ends_on=event.ends_on,
    )
    over = Status.ENDED if event.curtailment is None else Status.CURTAILED
    return Posting(
        proposed=proposed,
        status=Status.STARTED if event.ended_on is None else over,
        starts_on=event.started_on,
        ends_on=event.ends_on,
        started_on=event.started_on,
        arrived_on=event.arrived_on,
        ended_on=event.ended_on,
        curtailment=event.curtailment,
        left=event.ended_on is not None,
    )
