"""A succession: what must happen together when a position changes hands, or is left."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from services.postings.domain.position import POSITION, Fill, Vacate
from services.postings.domain.position_state import Position
from services.postings.domain.post_running import Post
from services.postings.domain.posting import POSTING, Curtail, End, Start
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
) -> list[Step]:
    """The posting starts and fills its position; whoever holds the position ends on the day before.

    With a declared overlap the predecessor ends on its last day instead.

    The states may be outdated when the steps are decided: Fill names the holder that was seen here and is refused where
    it is another by then. Only an unknown posting is refused here; the rules stay with the deciders, so that a repeated
    request reaches the store and gets its first answer.
    """
    proposed = proposal(posting)
    holder = position.holder if position.holder and position.holder.posting != id else None
    predecessor = holder.posting if holder else None
    officer = holder.officer if holder else None
    begin = Start(
        started_on,
        predecessor=predecessor,
        predecessor_officer=officer,
        post_until=post.closed_on if post else None,
        post_suspended_on=post.suspended_on if post else None,
        tour_months=position.tour_months,
        overlap_until=overlap_until,
    )
    fill = Fill(posting=id, officer=proposed.officer, started_on=started_on, replaces=predecessor)
    steps = [Step(POSTING, id, begin), Step(POSITION, proposed.position, fill)]
    if predecessor:
        steps.append(Step(POSTING, predecessor, End(overlap_until or _day_before(started_on), successor=id)))
    return steps


def leave(id: str, posting: Posting, command: End | Curtail) -> list[Step]:
    """The posting ends, or is cut short, and leaves its position vacant; an unknown posting is refused."""
    last_day = command.ended_on if isinstance(command, End) else command.last_day
    vacate = Vacate(posting=id, last_day=last_day)
    return [Step(POSTING, id, command), Step(POSITION, proposal(posting).position, vacate)]


def _day_before(day: date) -> date:
    # The calendar's first day has none; the position refuses that start, since no predecessor can be earlier.
    return day - timedelta(days=1) if day > date.min else day
