"""A posting: one officer's tenure of one position, from proposal to end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import get_args

from shared.contracts.postings.fact import Directorate
from shared.contracts.postings.posting import (
    CurtailmentReason,
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

DIRECTORATES: frozenset[Directorate] = frozenset(get_args(Directorate))


@dataclass(frozen=True, slots=True)
class Propose:
    """From `starts_on` to the estimated `ends_on`, both included.

    `post` is that of the position, None where there is no such position; `post_until` is its last day, if it closes.
    """

    posting: str
    position: str
    officer: str
    starts_on: date
    ends_on: date
    post: str | None
    officer_known: bool
    post_until: date | None = None


@dataclass(frozen=True, slots=True)
class Approve:
    directorate: Directorate


@dataclass(frozen=True, slots=True)
class Refuse:
    directorate: Directorate
    reason: str


@dataclass(frozen=True, slots=True)
class Start:
    """The officer takes up the position on this day, which may be recorded ahead.

    `post_until` is the post's last day, if it closes.
    """

    started_on: date
    predecessor: str | None = None
    predecessor_officer: str | None = None
    post_until: date | None = None


@dataclass(frozen=True, slots=True)
class End:
    """The tenure is completed on `ended_on`; the estimate given with the proposal does not bind."""

    ended_on: date
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Curtail:
    last_day: date
    reason: CurtailmentReason


Command = Propose | Approve | Refuse | Start | End | Curtail


class Status(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    STARTED = "started"
    ENDED = "ended"
    CURTAILED = "curtailed"


@dataclass(frozen=True, slots=True)
class Posting:
    proposed: PostingProposed | None = None
    status: Status = Status.PROPOSED
    approvals: frozenset[Directorate] = frozenset()
    started_on: date | None = None


def decide(posting: Posting, command: Command) -> Sequence[PostingEvent]:
    if isinstance(command, Propose):
        return _propose(posting.proposed, command)
    proposed = proposal(posting)
    who = {
        "posting": proposed.posting,
        "position": proposed.position,
        "post": proposed.post,
        "officer": proposed.officer,
    }
    match command:
        case Approve(directorate=directorate):
            _can_be_judged(posting, directorate)
            approved = DirectorateApproved(posting=proposed.posting, directorate=directorate)
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
        case Start(started_on=day, predecessor=predecessor, predecessor_officer=officer):
            _can_start(posting, proposed, day)
            _post_is_open(day, command.post_until)
            return [PostingStarted(**who, started_on=day, predecessor=predecessor, predecessor_officer=officer)]
        case End(ended_on=day, successor=successor):
            if day < _started(posting):
                raise Refused("ended-before-start", f"last day {day} lies before the start {posting.started_on}")
            return [PostingEnded(**who, ended_on=day, successor=successor)]
        case Curtail(last_day=day, reason=reason):
            if day < _started(posting):
                raise Refused("curtailed-before-start", f"last day {day} lies before the start {posting.started_on}")
            return [PostingCurtailed(**who, last_day=day, reason=reason)]


def proposal(posting: Posting) -> PostingProposed:
    """What was proposed; refuses where nothing was."""
    if posting.proposed is None:
        raise Refused("posting-unknown", "no posting with this id has been proposed")
    return posting.proposed


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
    _post_is_open(command.starts_on, command.post_until)
    return [
        PostingProposed(
            posting=command.posting,
            position=command.position,
            post=command.post,
            officer=command.officer,
            starts_on=command.starts_on,
            ends_on=command.ends_on,
        )
    ]


def _can_be_judged(posting: Posting, directorate: Directorate) -> None:
    """Refuses where the proposal is no longer open, or where this directorate has already had its say."""
    if posting.status is Status.REFUSED:
        raise Refused("posting-already-refused", "a refused posting needs a new proposal")
    if directorate in posting.approvals:
        raise Refused("directorate-already-approved", f"the {directorate} directorate has approved this posting")


def _can_start(posting: Posting, proposed: PostingProposed, day: date) -> None:
    """Refuses a start without both approvals, or outside the days that were approved."""
    match posting.status:
        case Status.PROPOSED:
            missing = ", ".join(sorted(DIRECTORATES - posting.approvals))
            raise Refused("posting-not-approved", f"approval is missing from: {missing}")
        case Status.REFUSED:
            raise Refused("posting-already-refused", "a refused posting needs a new proposal")
        case Status.STARTED:
            raise Refused("posting-already-started", f"it started on {posting.started_on}")
        case Status.ENDED | Status.CURTAILED:
            raise Refused("posting-already-ended", f"it is {posting.status}")
        case Status.APPROVED:
            if day < proposed.starts_on:
                raise Refused("start-before-first-day", f"the approved first day is {proposed.starts_on}")
            if day > proposed.ends_on:
                raise Refused("start-after-last-day", f"the approved last day is {proposed.ends_on}")


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


def evolve(posting: Posting, event: PostingEvent) -> Posting:
    match event:
        case PostingProposed():
            return Posting(proposed=event)
        case DirectorateApproved(directorate=directorate):
            return replace(posting, approvals=posting.approvals | {directorate})
        case PostingApproved():
            return replace(posting, status=Status.APPROVED)
        case PostingRefused():
            return replace(posting, status=Status.REFUSED)
        case PostingStarted(started_on=day):
            return replace(posting, status=Status.STARTED, started_on=day)
        case PostingEnded():
            return replace(posting, status=Status.ENDED)
        case PostingCurtailed():
            return replace(posting, status=Status.CURTAILED)


POSTING = Decider("posting", Posting(), decide, evolve, PostingEvent)
