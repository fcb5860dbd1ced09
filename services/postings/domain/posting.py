"""A posting: one officer's tenure of one position, from proposal to end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.postings.domain.posting_course import DIRECTORATES, Course, agreed, follow, of
from services.postings.domain.posting_record import Record, record
from services.postings.domain.posting_state import Agrement, Posting, Status, evolve, not_begun, not_given_up, proposal
from services.postings.domain.tour import tour_end
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
from shared.eventing.decider import Decider, Refused

APPROVAL_TERM = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Propose:
    """From `starts_on` to the estimated `ends_on`, both included.

    `post` is that of the position, None where there is no such position; `post_until` is its last day, if it closes;
    `position_open` says that the position is neither suspended nor abolished. `by` proposes at `at`, from which the
    approvals' deadline counts; the offer is good through `expires_on`.
    """

    posting: str
    position: str
    officer: str
    starts_on: date
    ends_on: date
    post: str | None
    officer_known: bool
    post_until: date | None = None
    position_open: bool = True
    by: str | None = None
    at: datetime | None = None
    expires_on: date | None = None
    agrement_needed: bool = False
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Approve:
    """`by` is the account that approves, `on_behalf_of` another directorate, where the position is for its officers."""

    directorate: Directorate
    by: str | None = None
    at: datetime | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Refuse:
    directorate: Directorate
    reason: str


@dataclass(frozen=True, slots=True)
class Start:
    """The officer takes up the position on this day, which may be recorded ahead.

    `post_until` is the post's last day, if it closes, `post_suspended_on` since when it is suspended; `tour_months` is
    the position's tour length. Through `overlap_until` the predecessor stays.
    """

    started_on: date
    predecessor: str | None = None
    predecessor_officer: str | None = None
    post_until: date | None = None
    post_suspended_on: date | None = None
    tour_months: int | None = None
    overlap_until: date | None = None


@dataclass(frozen=True, slots=True)
class End:
    """The tenure is completed on `ended_on`; the estimate given with the proposal does not bind."""

    ended_on: date
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Curtail:
    last_day: date
    reason: CurtailmentReason


Command = Propose | Record | Approve | Refuse | Start | End | Curtail | Course


def decide(posting: Posting, command: Command) -> Sequence[PostingEvent]:
    if isinstance(command, Propose):
        return _propose(posting.proposed, command)
    if isinstance(command, Record):
        return record(posting, command)
    proposed, who = proposal(posting), of(posting)
    match command:
        case Approve(directorate=directorate):
            _can_be_judged(posting, directorate)
            _may_approve(proposed, command)
            approved = DirectorateApproved(
                posting=proposed.posting, directorate=directorate, by=command.by, on_behalf_of=command.on_behalf_of
            )
            if posting.approvals | {directorate} != DIRECTORATES:
                return [approved]
            return [approved, PostingApproved(**who, starts_on=proposed.starts_on, ends_on=proposed.ends_on)]
        case Refuse(directorate=directorate, reason=reason):
            _can_be_judged(posting, directorate)
            return [
                PostingRefused(
                    posting=proposed.posting,
                    position=proposed.position,
                    post=proposed.post,
                    directorate=directorate,
                    reason=reason,
                )
            ]
        case Start():
            return _start(posting, command)
        case End(ended_on=day, successor=successor):
            if day < _started(posting):
                raise Refused("ended-before-start", f"last day {day} lies before the start {posting.started_on}")
            return [PostingEnded(**who, ended_on=day, successor=successor)]
        case Curtail(last_day=day, reason=reason):
            if day < _started(posting):
                raise Refused("curtailed-before-start", f"last day {day} lies before the start {posting.started_on}")
            return [PostingCurtailed(**who, last_day=day, reason=reason)]
        case _:
            return follow(posting, command)


def _propose(proposed: PostingProposed | None, command: Propose) -> Sequence[PostingEvent]:
    if proposed is not None:
        known = (proposed.position, proposed.officer, proposed.starts_on, proposed.ends_on)
        if known == (command.position, command.officer, command.starts_on, command.ends_on):
            return []
        raise Refused("posting-already-proposed", f"{command.posting} was proposed with other particulars")
    if command.post is None:
        raise Refused("position-unknown", f"there is no position {command.position}")
    if not command.officer_known:
        raise Refused("officer-unknown", f"there is no officer {command.officer}")
    if command.ends_on < command.starts_on:
        raise Refused("ends-before-start", f"last day {command.ends_on} lies before the first, {command.starts_on}")
    if not command.position_open:
        raise Refused("position-not-open", f"position {command.position} is suspended or abolished")
    if command.at is not None and command.expires_on is not None and command.expires_on < command.at.date():
        raise Refused("expires-before-proposal", f"an offer of {command.at.date()} cannot end on {command.expires_on}")
    _post_is_open(command.starts_on, command.post_until)
    return [
        PostingProposed(
            posting=command.posting,
            position=command.position,
            post=command.post,
            officer=command.officer,
            starts_on=command.starts_on,
            ends_on=command.ends_on,
            proposed_by=command.by,
            proposed_at=command.at,
            remind_at=command.at and command.at + APPROVAL_TERM / 2,
            approve_by=command.at and command.at + APPROVAL_TERM,
            expires_on=command.expires_on,
            agrement_needed=command.agrement_needed,
            on_behalf_of=command.on_behalf_of,
        )
    ]


def _can_be_judged(posting: Posting, directorate: Directorate) -> None:
    """Refuses where the proposal is no longer open, or where this directorate has already had its say."""
    not_given_up(posting)
    if directorate in posting.approvals:
        raise Refused("directorate-already-approved", f"the {directorate} directorate has approved this posting")
    not_begun(posting)


def _may_approve(proposed: PostingProposed, command: Approve) -> None:
    """Slugs: `approved-by-proposer`, `approved-by-officer`, `on-behalf-not-foreseen`, `posting-expired`."""
    if command.by is not None and command.by == proposed.proposed_by:
        raise Refused("approved-by-proposer", f"{command.by} has proposed this posting and cannot approve it")
    if command.by is not None and command.by == proposed.officer:
        raise Refused("approved-by-officer", "nobody approves a posting of their own")
    if command.on_behalf_of not in (None, proposed.on_behalf_of):
        raise Refused("on-behalf-not-foreseen", f"the position is not for officers of {command.on_behalf_of}")
    if command.at is not None and proposed.expires_on is not None and command.at.date() > proposed.expires_on:
        raise Refused("posting-expired", f"the offer was good through {proposed.expires_on}")


def _start(posting: Posting, command: Start) -> Sequence[PostingEvent]:
    """Slugs: those of `_can_start`, `post-closed`, `post-suspended`, and `overlap-without-predecessor`,
    `overlap-ends-before-start`.
    """
    day = command.started_on
    _can_start(posting, day)
    _post_is_open(day, command.post_until)
    if command.post_suspended_on is not None and day >= command.post_suspended_on:
        raise Refused("post-suspended", f"the post is suspended since {command.post_suspended_on}")
    if command.overlap_until is not None:
        if command.predecessor is None:
            raise Refused("overlap-without-predecessor", "nobody holds the position who could hand it over")
        if command.overlap_until < day:
            raise Refused("overlap-ends-before-start", f"the overlap ends on {command.overlap_until}, before {day}")
    return [
        PostingStarted(
            **of(posting),
            started_on=day,
            predecessor=command.predecessor,
            predecessor_officer=command.predecessor_officer,
            tour_months=command.tour_months,
            ends_on=tour_end(day, command.tour_months) if command.tour_months else None,
            overlap_until=command.overlap_until,
        )
    ]


def _can_start(posting: Posting, day: date) -> None:
    """Refuses a start without all consent, or outside the days that are settled.

    Slugs: `posting-not-approved`, `agrement-not-granted`, `posting-not-scheduled`, `posting-not-arrived`,
    `start-before-arrival`, `start-before-first-day`, `start-after-last-day`, and those of a posting that has begun or
    never will.
    """
    not_given_up(posting)
    not_begun(posting)
    if posting.status is Status.PROPOSED:
        missing = ", ".join(sorted(DIRECTORATES - posting.approvals))
        raise Refused("posting-not-approved", f"approval is missing from: {missing}")
    agreed(posting)
    if posting.status is Status.APPROVED and posting.agrement is Agrement.GRANTED:
        raise Refused("posting-not-scheduled", "whom a host country agreed to has days settled and a checklist done")
    if posting.status is Status.SCHEDULED:
        raise Refused("posting-not-arrived", "a scheduled officer arrives before the tenure starts")
    if posting.arrived_on is not None and day < posting.arrived_on:
        raise Refused("start-before-arrival", f"the officer arrived on {posting.arrived_on}")
    if posting.starts_on is not None and day < posting.starts_on:
        raise Refused("start-before-first-day", f"the settled first day is {posting.starts_on}")
    if posting.ends_on is not None and day > posting.ends_on:
        raise Refused("start-after-last-day", f"the settled last day is {posting.ends_on}")


def _post_is_open(day: date, post_until: date | None) -> None:
    """Refuses a first day on which the post is closed; who is there when it closes stays until that is said."""
    if post_until is not None and day > post_until:
        raise Refused("post-closed", f"the post's last day is {post_until}, before {day}")


def _started(posting: Posting) -> date:
    """The day on which a running tenure started; refuses where none is running."""
    if posting.status in {Status.ENDED, Status.CURTAILED}:
        raise Refused("posting-already-ended", f"it is {posting.status}")
    if posting.started_on is None:
        raise Refused("posting-not-started", f"posting is {posting.status}, only a started one can be ended")
    return posting.started_on


POSTING = Decider("posting", Posting(), decide, evolve, PostingEvent)
