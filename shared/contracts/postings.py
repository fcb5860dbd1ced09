"""What the postings service publishes: the network of posts, their positions, and who holds them."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.contracts.people import Language
from shared.eventing.event import Event

Directorate = Literal["police", "gendarmerie"]
PositionKind = Literal["associate", "deputy", "liaison-officer", "technical-cooperation-officer", "assistant"]
CurtailmentReason = Literal["medical", "clearance", "service-need", "compassionate", "persona-non-grata", "other"]


class PostingsFact(Event):
    topic: ClassVar[str] = "liaison.postings"


class PostOpened(PostingsFact):
    """A security service in an embassy has opened; both mailboxes are functional ones, not a person's."""

    type: Literal["postings.PostOpened"] = "postings.PostOpened"
    post: str
    name: str
    country: str
    accredited: tuple[str, ...] = ()
    embassy: str
    embassy_mail: str
    embassy_language: Language
    mail: str
    language: Language
    time_zone: str
    opened_on: date


class PostClosed(PostingsFact):
    """The security service is no more; `closed_on` is its last day. What it had in hand goes elsewhere at once."""

    type: Literal["postings.PostClosed"] = "postings.PostClosed"
    post: str
    closed_on: date


class PositionCreated(PostingsFact):
    type: Literal["postings.PositionCreated"] = "postings.PositionCreated"
    position: str
    post: str
    title: str
    kind: PositionKind
    service: Directorate


class PostingProposed(PostingsFact):
    """An officer is proposed for a position, from the first day to the estimated last day, both included."""

    type: Literal["postings.PostingProposed"] = "postings.PostingProposed"
    posting: str
    position: str
    post: str
    officer: str
    starts_on: date
    ends_on: date


class DirectorateApproved(PostingsFact):
    """One of the two parent directorates agrees; neither alone suffices."""

    type: Literal["postings.DirectorateApproved"] = "postings.DirectorateApproved"
    posting: str
    directorate: Directorate


class PostingApproved(PostingsFact):
    """Both directorates have agreed."""

    type: Literal["postings.PostingApproved"] = "postings.PostingApproved"
    posting: str
    position: str
    post: str
    officer: str
    starts_on: date
    ends_on: date


class PostingRefused(PostingsFact):
    type: Literal["postings.PostingRefused"] = "postings.PostingRefused"
    posting: str
    position: str
    post: str
    directorate: Directorate
    reason: str


class PostingStarted(PostingsFact):
    """The officer holds the position from this day; whoever held it before is named as predecessor."""

    type: Literal["postings.PostingStarted"] = "postings.PostingStarted"
    posting: str
    position: str
    post: str
    officer: str
    started_on: date
    predecessor: str | None = None
    predecessor_officer: str | None = None


class PostingEnded(PostingsFact):
    """The tenure was completed; `ended_on` is its last day, `successor` the posting that follows on the next."""

    type: Literal["postings.PostingEnded"] = "postings.PostingEnded"
    posting: str
    position: str
    post: str
    officer: str
    ended_on: date
    successor: str | None = None


class PostingCurtailed(PostingsFact):
    """The tenure ends before its time; `last_day` is included."""

    type: Literal["postings.PostingCurtailed"] = "postings.PostingCurtailed"
    posting: str
    position: str
    post: str
    officer: str
    last_day: date
    reason: CurtailmentReason


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


PostEvent = PostOpened | PostClosed
PositionEvent = PositionCreated | PositionFilled | PositionVacated
PostingEvent = (
    PostingProposed
    | DirectorateApproved
    | PostingApproved
    | PostingRefused
    | PostingStarted
    | PostingEnded
    | PostingCurtailed
)
PostingsEvent = Annotated[PostEvent | PositionEvent | PostingEvent, Field(discriminator="type")]
