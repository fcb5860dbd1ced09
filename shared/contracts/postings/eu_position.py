"""What is published of an EU position: the instruction to posts in member states, presentations, views gathered."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.contracts.postings.fact import PostingsFact

Stance = Literal["support", "reserve", "against"]


class EuPositionPart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class EuPoint(EuPositionPart):
    """One point on which the member states' views are asked."""

    point: str
    text: str


class EuAssignment(EuPositionPart):
    """The post that presents the position in this member state (ISO 3166-1 alpha-2)."""

    state: str
    post: str


class EuPositionInstructed(PostingsFact):
    """Posts are to present the position; views are due at `due_at`, before the council, and posts reminded before."""

    type: Literal["postings.EuPositionInstructed"] = "postings.EuPositionInstructed"
    position: str
    title: str
    field: str
    instruction: str
    points: tuple[EuPoint, ...]
    assignments: tuple[EuAssignment, ...]
    remind_at: datetime
    due_at: datetime
    council_on: date
    priority: str | None = None


class EuPositionPresented(PostingsFact):
    """The post presented the position to this function, never a name, of the member state's administration."""

    type: Literal["postings.EuPositionPresented"] = "postings.EuPositionPresented"
    position: str
    state: str
    post: str
    function: str
    presented_on: date


class EuViewGathered(PostingsFact):
    """What a member state thinks of a point, in the place of what it thought before."""

    type: Literal["postings.EuViewGathered"] = "postings.EuViewGathered"
    position: str
    state: str
    post: str
    point: str
    stance: Stance
    text: str
    late: bool
    gathered_at: datetime


class EuPositionReminded(PostingsFact):
    """The time comes: these assignments still lack a view of some point; none where all is there."""

    type: Literal["postings.EuPositionReminded"] = "postings.EuPositionReminded"
    position: str
    assignments: tuple[EuAssignment, ...]
    due_at: datetime


class EuPositionClosed(PostingsFact):
    """The council has met, or the position is given up; nothing is gathered any more."""

    type: Literal["postings.EuPositionClosed"] = "postings.EuPositionClosed"
    position: str
    closed_at: datetime


EuPositionEvent = EuPositionInstructed | EuPositionPresented | EuViewGathered | EuPositionReminded | EuPositionClosed
