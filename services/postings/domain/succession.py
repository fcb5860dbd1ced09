"""A succession: what must happen together when a position changes hands, or is left."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from services.postings.domain.headship import HEADSHIP, Headship, LeaveHead, TakeHead
from services.postings.domain.position import POSITION, Fill, Vacate
from services.postings.domain.position_record import RecordTenure
from services.postings.domain.position_state import Holder, Position, Tenure
from services.postings.domain.post_running import Post
from services.postings.domain.posting import POSTING, Curtail, End, Start
from services.postings.domain.posting_record import Record
from services.postings.domain.posting_state import Posting, proposal
from shared.eventing.decider import Decider


class Step(NamedTuple):
    """One command for one aggregate; the steps of an answer are decided all or none."""

    decider: Decider[Any, Any, Any]
    id: str
    command: Any


def offered(position: Position, post: Post) -> dict[str, Any]:
    """What a proposal for the position takes from it and from its post."""
    created = position.created
    return {
        "post": created.post if created else None,
        "post_until": post.closed_on,
        "position_open": position.is_open,
        "agrement_needed": created is not None and created.agrement_needed,
        "on_behalf_of": created.on_behalf_of if created else None,
    }


def start(
    id: str,
    posting: Posting,
    position: Position,
    started_on: date,
    post: Post | None = None,
    overlap_until: date | None = None,
    headship: Headship | None = None,
) -> list[Step]:
    """The posting starts and fills its position; whoever holds the position ends on the day before.

    With a declared overlap the predecessor ends on its last day instead; whoever is known to leave the position, or
    `headship`, the post's head, within the overlap is a predecessor, too.

    The states may be outdated when the steps are decided: Fill names the holder that was seen here and is refused where
    it is another by then. Only an unknown posting is refused here; the rules stay with the deciders, so that a repeated
    request reaches the store and gets its first answer.
    """
    proposed, heads = proposal(posting), is_head(position)
    holder: Holder | Tenure | None = position.holder if position.holder and position.holder.posting != id else None
    replaced = holder.posting if holder else None
    leaver = holder
    if leaver is None and overlap_until is not None:
        leaver = position.handing_over(id, started_on)
        if leaver is None and heads and headship is not None:
            leaver = headship.handing_over(id, started_on)
    begin = Start(
        started_on,
        predecessor=leaver.posting if leaver else None,
        predecessor_officer=leaver.officer if leaver else None,
        post_until=post.closed_on if post else None,
        post_suspended_on=post.suspended_on if post else None,
        tour_months=position.tour_months,
        overlap_until=overlap_until,
    )
    fill = Fill(id, proposed.officer, started_on, replaces=replaced, overlap_until=overlap_until)
    steps = [Step(POSTING, id, begin), Step(POSITION, proposed.position, fill)]
    eve = overlap_until or _day_before(started_on)
    if replaced:
        steps.append(Step(POSTING, replaced, End(eve, successor=id)))
    if heads:
        leaves_on = eve if replaced else None
        take = TakeHead(proposed.post, id, proposed.officer, started_on, None, overlap_until, replaced, leaves_on)
        steps.append(Step(HEADSHIP, proposed.post, take))
    return steps


def recorded(command: Record, position: Position, *, in_turn: bool) -> list[Step]:
    """A tenure of the past takes its place in the position's, and among the post's heads.

    Said `in_turn`, one that goes on ends whoever held the position when it began, as a start does.
    """
    id, first, overlap = command.posting, command.started_on, command.overlap_until
    holder = position.holder if in_turn and command.ended_on is None else None
    replaced = holder.posting if holder and holder.posting != id and holder.started_on < first else None
    leaves_on = (overlap or _day_before(first)) if replaced else None
    held = RecordTenure(id, command.officer, first, command.ended_on, overlap, replaced, leaves_on)
    steps = [Step(POSTING, id, command), Step(POSITION, command.position, held)]
    if replaced and leaves_on:
        steps.append(Step(POSTING, replaced, End(leaves_on, successor=id)))
    if command.post is not None and is_head(position):
        take = TakeHead(command.post, id, command.officer, first, command.ended_on, overlap, replaced, leaves_on)
        steps.append(Step(HEADSHIP, command.post, take))
    return steps


def leave(id: str, posting: Posting, command: End | Curtail) -> list[Step]:
    """The posting ends, or is cut short, and leaves its position vacant; an unknown posting is refused.

    Where it heads the post, nobody does from then on.
    """
    last_day = command.ended_on if isinstance(command, End) else command.last_day
    left = proposal(posting)
    return [
        Step(POSTING, id, command),
        Step(POSITION, left.position, Vacate(posting=id, last_day=last_day)),
        Step(HEADSHIP, left.post, LeaveHead(left.post, id, last_day)),
    ]


def is_head(position: Position) -> bool:
    """Whether whoever holds the position heads the post."""
    return position.created is not None and position.created.kind == "associate"


def _day_before(day: date) -> date:
    # The calendar's first day has none; the position refuses that start, since no predecessor can be earlier.
    return day - timedelta(days=1) if day > date.min else day
