"""What is published of a position at a post, and of who holds it."""

from datetime import date
from typing import Literal

from shared.contracts.postings.fact import Directorate, PostingsFact

PositionKind = Literal["associate", "deputy", "liaison-officer", "technical-cooperation-officer", "assistant"]


class PositionCreated(PostingsFact):
    """`tour_months` is how long a tenure is to last; `on_behalf_of` is another directorate for whose officers it is.

    `agrement_needed` says that the host country is asked before somebody starts.
    """

    type: Literal["postings.PositionCreated"] = "postings.PositionCreated"
    position: str
    post: str
    title: str
    kind: PositionKind
    service: Directorate
    tour_months: int | None = None
    agrement_needed: bool = False
    on_behalf_of: str | None = None


class PositionFilled(PostingsFact):
    """The position's own record of who holds it, which keeps two postings from holding it at once.

    Through `overlap_until` whoever held it before is still there to hand over, as was declared.
    """

    type: Literal["postings.PositionFilled"] = "postings.PositionFilled"
    position: str
    posting: str
    officer: str
    started_on: date
    overlap_until: date | None = None


class PositionVacated(PostingsFact):
    """Nobody holds the position after `last_day`, on which the posting still did."""

    type: Literal["postings.PositionVacated"] = "postings.PositionVacated"
    position: str
    posting: str
    last_day: date


class PositionTourChanged(PostingsFact):
    """From now on tenures that start are to last so long; running ones keep what was frozen when they started."""

    type: Literal["postings.PositionTourChanged"] = "postings.PositionTourChanged"
    position: str
    tour_months: int


class PositionSuspended(PostingsFact):
    """Nobody is proposed for the position and nobody starts in it, from this day until it is resumed."""

    type: Literal["postings.PositionSuspended"] = "postings.PositionSuspended"
    position: str
    suspended_on: date
    reason: str


class PositionResumed(PostingsFact):
    type: Literal["postings.PositionResumed"] = "postings.PositionResumed"
    position: str
    resumed_on: date


class PositionAbolished(PostingsFact):
    """The position is no more; `last_day` is the last on which it exists."""

    type: Literal["postings.PositionAbolished"] = "postings.PositionAbolished"
    position: str
    last_day: date
    reason: str


class PositionTenureRecorded(PostingsFact):
    """A tenure brought in from older records; it goes on where there is no `last_day`.

    Through `overlap_until` whoever held the position before stayed, as was declared then.
    """

    type: Literal["postings.PositionTenureRecorded"] = "postings.PositionTenureRecorded"
    position: str
    posting: str
    officer: str
    started_on: date
    last_day: date | None = None
    overlap_until: date | None = None


PositionEvent = (
    PositionCreated
    | PositionFilled
    | PositionVacated
    | PositionTourChanged
    | PositionSuspended
    | PositionResumed
    | PositionAbolished
    | PositionTenureRecorded
)
