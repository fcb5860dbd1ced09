"""What is published of a position at a post, and of who holds it."""

from datetime import date
from typing import Literal

from shared.contracts.postings.fact import Directorate, PostingsFact

PositionKind = Literal["associate", "deputy", "liaison-officer", "technical-cooperation-officer", "assistant"]


class PositionCreated(PostingsFact):
    type: Literal["postings.PositionCreated"] = "postings.PositionCreated"
    position: str
    post: str
    title: str
    kind: PositionKind
    service: Directorate


class PositionFilled(PostingsFact):
    """The position's own record of who holds it, which keeps two postings from holding it at once."""

    type: Literal["postings.PositionFilled"] = "postings.PositionFilled"
    position: str
    posting: str
    officer: str
    started_on: date


class PositionVacated(PostingsFact):
    """Nobody holds the position after `last_day`, on which the posting still did."""

    type: Literal["postings.PositionVacated"] = "postings.PositionVacated"
    position: str
    posting: str
    last_day: date


PositionEvent = PositionCreated | PositionFilled | PositionVacated
