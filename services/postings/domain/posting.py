"""A posting: one officer's tenure of one position, from proposal to end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.postings.domain.posting_course import DIRECTORATES, Course, agreed, follow, of
from services.postings.domain.posting_proposal import Approve, Propose, Refuse, judge, post_is_open, propose
from services.postings.domain.posting_record import Record, record
from services.postings.domain.posting_state import Agrement, Posting, Status, evolve, not_begun, not_given_up
from services.postings.domain.tour import tour_end
from shared.contracts.postings.fact import CurtailmentReason
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded, PostingEvent, PostingStarted
from shared.eventing.decider import Decider, Refused


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
        return propose(posting.proposed, command)
    if isinstance(command, Record):
        return record(posting, command)
    who = of(posting)
    match command:
        case Approve() | Refuse():
            return judge(posting, command)
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


def _start(posting: Posting, command: Start) -> Sequence[PostingEvent]:
    """Slugs: those of `_can_start`, `post-closed`, `post-suspended`, and `overlap-without-predecessor`,
    `overlap-ends-before-start`.
    """
    day = command.started_on
    _can_start(posting, day)
    post_is_open(day, command.post_until)
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


def _started(posting: Posting) -> date:
    """The day on which a running tenure started; refuses where none is running."""
    if posting.status in {Status.ENDED, Status.CURTAILED}:
        raise Refused("posting-already-ended", f"it is {posting.status}")
    if posting.started_on is None:
        raise Refused("posting-not-started", f"posting is {posting.status}, only a started one can be ended")
    return posting.started_on


POSTING = Decider("posting", Posting(), decide, evolve, PostingEvent)
