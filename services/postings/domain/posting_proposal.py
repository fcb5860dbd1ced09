"""A posting is proposed, and both directorates have their say: each for itself, and nobody for two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.postings.domain.posting_course import DIRECTORATES, of
from services.postings.domain.posting_state import Posting, not_begun, not_given_up, proposal
from shared.contracts.postings.fact import Directorate
from shared.contracts.postings.posting import (
    DirectorateApproved,
    PostingApproved,
    PostingEvent,
    PostingProposed,
    PostingRefused,
)
from shared.eventing.decider import Refused

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


def propose(proposed: PostingProposed | None, command: Propose) -> Sequence[PostingEvent]:
    """The same again changes nothing.

    Slugs: `posting-already-proposed`, `position-unknown`, `officer-unknown`, `position-not-open`, `post-closed`, and
    those of the days.
    """
    if proposed is not None:
        known = (proposed.position, proposed.officer, proposed.starts_on, proposed.ends_on)
        if known == (command.position, command.officer, command.starts_on, command.ends_on):
            return []
        raise Refused("posting-already-proposed", f"{command.posting} was proposed with other particulars")
    if command.post is None:
        raise Refused("position-unknown", f"there is no position {command.position}")
    if not command.officer_known:
        raise Refused("officer-unknown", f"there is no officer {command.officer}")
    _days_fit(command)
    if not command.position_open:
        raise Refused("position-not-open", f"position {command.position} is suspended or abolished")
    post_is_open(command.starts_on, command.post_until)
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


def judge(posting: Posting, command: Approve | Refuse) -> Sequence[PostingEvent]:
    """One directorate has its say; slugs: `directorate-already-approved`, and those of who may approve and when."""
    proposed, directorate = proposal(posting), command.directorate
    not_given_up(posting)
    if directorate in posting.approvals:
        raise Refused("directorate-already-approved", f"the {directorate} directorate has approved this posting")
    not_begun(posting)
    if isinstance(command, Refuse):
        about = {"posting": proposed.posting, "position": proposed.position, "post": proposed.post}
        refused = {"directorate": directorate, "reason": command.reason, "officer": proposed.officer}
        return [PostingRefused.model_validate(about | refused)]
    _in_time(proposed, command)
    _may_approve(posting, proposed, command)
    approved = DirectorateApproved(
        posting=proposed.posting, directorate=directorate, by=command.by, on_behalf_of=command.on_behalf_of
    )
    if posting.approvals | {directorate} != DIRECTORATES:
        return [approved]
    days = {"starts_on": proposed.starts_on, "ends_on": proposed.ends_on}
    return [approved, PostingApproved(**of(posting), **days, approved_on=command.at.date() if command.at else None)]


def post_is_open(day: date, post_until: date | None) -> None:
    """Refuses a first day on which the post is closed; who is there when it closes stays until that is said."""
    if post_until is not None and day > post_until:
        raise Refused("post-closed", f"the post's last day is {post_until}, before {day}")


def _days_fit(command: Propose) -> None:
    """Slugs: `ends-before-start`, `starts-before-proposal`, `expires-before-proposal`."""
    first, today = command.starts_on, command.at and command.at.date()
    if command.ends_on < first:
        raise Refused("ends-before-start", f"last day {command.ends_on} lies before the first, {first}")
    if today is not None and first < today:
        raise Refused("starts-before-proposal", f"{first} is over: a tenure that has begun is recorded, not proposed")
    if today is not None and command.expires_on is not None and command.expires_on < today:
        raise Refused("expires-before-proposal", f"an offer of {today} cannot end on {command.expires_on}")


def _may_approve(posting: Posting, proposed: PostingProposed, command: Approve) -> None:
    """Slugs: `approved-by-proposer`, `approved-by-officer`, `approved-by-same-person`, `on-behalf-not-foreseen`,
    `on-behalf-missing`.
    """
    by, behalf = command.by, proposed.on_behalf_of
    if by is not None and by == proposed.proposed_by:
        raise Refused("approved-by-proposer", f"{by} has proposed this posting and cannot approve it")
    if by is not None and by == proposed.officer:
        raise Refused("approved-by-officer", "nobody approves a posting of their own")
    if by in posting.approvers:
        raise Refused("approved-by-same-person", f"{by} has approved for the other directorate")
    if command.on_behalf_of not in (None, behalf):
        raise Refused("on-behalf-not-foreseen", f"the position is not for officers of {command.on_behalf_of}")
    if behalf is not None and command.on_behalf_of is None:
        raise Refused("on-behalf-missing", f"the position is for officers of {behalf}, and an approval says so")


def _in_time(proposed: PostingProposed, command: Approve) -> None:
    """Slugs: `posting-expired`, `approval-after-start`."""
    if command.at is None:
        return
    today = command.at.date()
    if proposed.expires_on is not None and today > proposed.expires_on:
        raise Refused("posting-expired", f"the offer was good through {proposed.expires_on}")
    if today > proposed.starts_on:
        raise Refused("approval-after-start", f"the first day was to be {proposed.starts_on}, before {today}")
