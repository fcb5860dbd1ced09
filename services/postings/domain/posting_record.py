"""A posting from older records: a tenure that began before this register did, brought in as it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.postings.domain.posting_state import Posting, Status
from services.postings.domain.tour import tour_end
from shared.contracts.postings.fact import CurtailmentReason
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded, PostingEvent
from shared.contracts.postings.posting_record import PostingRecorded
from shared.eventing.decider import Refused


@dataclass(frozen=True, slots=True)
class Record:
    """The officer holds the position since `started_on`, or did so through `ended_on`.

    `post` is that of the position, None where there is no such position; it was open from `post_opened_on` through
    `post_until`. Where nobody says `ends_on`, the estimated last day follows from the position's tour of `tour_months`.
    """

    posting: str
    position: str
    officer: str
    started_on: date
    today: date
    post: str | None
    officer_known: bool
    post_opened_on: date | None = None
    post_until: date | None = None
    tour_months: int | None = None
    arrived_on: date | None = None
    ends_on: date | None = None
    ended_on: date | None = None
    curtailment: CurtailmentReason | None = None
    overlap_until: date | None = None


def record(posting: Posting, command: Record) -> Sequence[PostingEvent]:
    """What is known stands, but that a tenure which went on may be said to have ended; the same again changes nothing.

    Slugs: `posting-already-proposed`, `posting-already-recorded`, `position-unknown`, `officer-unknown`, and those of
    the days.
    """
    if posting.proposed is not None:
        return _again(posting, command)
    if command.post is None:
        raise Refused("position-unknown", f"there is no position {command.position}")
    if not command.officer_known:
        raise Refused("officer-unknown", f"there is no officer {command.officer}")
    _days_fit(command)
    return [
        PostingRecorded(
            posting=command.posting,
            position=command.position,
            post=command.post,
            officer=command.officer,
            started_on=command.started_on,
            ends_on=_estimate(command),
            arrived_on=command.arrived_on,
            ended_on=command.ended_on,
            curtailment=command.curtailment,
            overlap_until=command.overlap_until,
        )
    ]


def _again(posting: Posting, command: Record) -> Sequence[PostingEvent]:
    """What the records do not know yet, as an end or an extension that was given here, stands."""
    known, day = posting.proposed, command.ended_on
    if known is None or posting.started_on is None:
        raise Refused("posting-already-proposed", f"{command.posting} is {posting.status}: its start is said there")
    facts = (known.position, known.officer, posting.started_on)
    arrived = command.arrived_on or posting.arrived_on
    if facts != (command.position, command.officer, command.started_on) or posting.arrived_on not in (None, arrived):
        raise Refused("posting-already-recorded", f"{command.posting} started on {posting.started_on} otherwise")
    if day is None:
        return []
    if posting.status is not Status.STARTED:
        if (posting.ended_on, posting.curtailment) != (day, command.curtailment):
            raise Refused("posting-already-recorded", f"{command.posting} ended on {posting.ended_on} otherwise")
        return []
    _days_fit(command)
    who = {"posting": known.posting, "position": known.position, "post": known.post, "officer": known.officer}
    if command.curtailment is None:
        return [PostingEnded(**who, ended_on=day)]
    return [PostingCurtailed(**who, last_day=day, reason=command.curtailment)]


def _days_fit(command: Record) -> None:
    """Slugs: `start-before-arrival`, `started-in-future`, `ends-before-start`, `ended-before-start`, `ended-in-future`,
    `curtailed-without-end`, `overlap-ends-before-start`, `start-before-opening`, `post-closed`.
    """
    first, last = command.started_on, command.ended_on
    if command.arrived_on is not None and first < command.arrived_on:
        raise Refused("start-before-arrival", f"the officer arrived on {command.arrived_on}")
    if first > command.today:
        raise Refused("started-in-future", f"{first} is to come: such a posting is proposed, not recorded")
    if command.ends_on is not None and command.ends_on < first:
        raise Refused("ends-before-start", f"last day {command.ends_on} lies before the first, {first}")
    if last is not None and last < first:
        raise Refused("ended-before-start", f"last day {last} lies before the start {first}")
    if last is not None and last > command.today:
        raise Refused("ended-in-future", f"{last} is to come: until then the day is an estimate")
    if command.curtailment is not None and last is None:
        raise Refused("curtailed-without-end", "what was curtailed has ended on some day")
    if command.overlap_until is not None and command.overlap_until < first:
        raise Refused("overlap-ends-before-start", f"the overlap ends on {command.overlap_until}, before {first}")
    if command.post_opened_on is not None and first < command.post_opened_on:
        raise Refused("start-before-opening", f"the post opened on {command.post_opened_on}, after {first}")
    if command.post_until is not None and first > command.post_until:
        raise Refused("post-closed", f"the post's last day is {command.post_until}, before {first}")


def _estimate(command: Record) -> date:
    """Slug: `estimate-missing`."""
    if said := command.ends_on or command.ended_on:
        return said
    if command.tour_months is None:
        raise Refused("estimate-missing", "a tenure that goes on has an estimated last day, or its position a tour")
    return tour_end(command.started_on, command.tour_months)
