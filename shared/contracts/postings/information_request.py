"""What is published of a request for information between a post and an investigation service: never what it says.

What is asked and answered is in sealed records of the postings service, which no topic carries; events name them by ids
that mean nothing elsewhere.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.contracts.postings.fact import Directorate, PostingsFact

Direction = Literal["to-post", "to-service"]
InformationUrgency = Literal["routine", "soon", "urgent", "immediate"]
Marking = Literal["unmarked", "restricted", "secret"]
Caveat = Literal["parties-only", "own-directorate", "named-only"]
PauseReason = Literal["clarification", "authorisation", "third-party"]
InformationRefusal = Literal["legal", "operational", "not-competent", "nothing-known", "other"]
LinkKind = Literal["same-case", "duplicates", "duplicated-by", "follows", "followed-by"]
ChargeReason = Literal["decision", "succession"]


class Handling(BaseModel):
    """How a text is to be handled: its marking, and caveats that narrow further who may read it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    marking: Marking
    caveats: tuple[Caveat, ...] = ()


class InformationRequestFact(PostingsFact):
    """What each event of a request repeats, so that views and messages need no other.

    `service` is an investigation service of the directorate; `direction` says which of the two is to answer, until
    `due_at`. `priority` is the priority for action that it serves, where one is named.
    """

    request: str
    post: str
    service: str
    directorate: Directorate
    direction: Direction
    urgency: InformationUrgency
    due_at: datetime
    at: datetime
    priority: str | None = None


class InformationRequestFiled(InformationRequestFact):
    """One side asks the other; `content` is the sealed question."""

    type: Literal["postings.InformationRequestFiled"] = "postings.InformationRequestFiled"
    handling: Handling
    content: str


class InformationRequestAcknowledged(InformationRequestFact):
    """The side that is to answer has taken it on."""

    type: Literal["postings.InformationRequestAcknowledged"] = "postings.InformationRequestAcknowledged"


class InformationRequestAssigned(InformationRequestFact):
    """At the post, this posting is in charge from now on; nobody where none is named."""

    type: Literal["postings.InformationRequestAssigned"] = "postings.InformationRequestAssigned"
    former: str | None = None
    posting: str | None = None
    because: ChargeReason


class InformationRequestPaused(InformationRequestFact):
    """The clock stands still, because whoever is to answer waits for something."""

    type: Literal["postings.InformationRequestPaused"] = "postings.InformationRequestPaused"
    reason: PauseReason


class InformationRequestResumed(InformationRequestFact):
    """The clock goes on: `due_at` is later by as long as it stood still."""

    type: Literal["postings.InformationRequestResumed"] = "postings.InformationRequestResumed"


class InformationRequestClarified(InformationRequestFact):
    """The side that has asked says more precisely what it asks, as the sealed `content`."""

    type: Literal["postings.InformationRequestClarified"] = "postings.InformationRequestClarified"
    clarification: str
    handling: Handling
    content: str


class InformationRequestPartlyAnswered(InformationRequestFact):
    """A part of the answer is there, as the sealed `content`; more is to come."""

    type: Literal["postings.InformationRequestPartlyAnswered"] = "postings.InformationRequestPartlyAnswered"
    answer: str
    handling: Handling
    content: str


class InformationRequestAnswered(InformationRequestFact):
    """The last part of the answer is there."""

    type: Literal["postings.InformationRequestAnswered"] = "postings.InformationRequestAnswered"
    answer: str
    handling: Handling
    content: str


class InformationRequestRefused(InformationRequestFact):
    """There will be no answer, or none beyond the parts given; `content` is the sealed explanation."""

    type: Literal["postings.InformationRequestRefused"] = "postings.InformationRequestRefused"
    reason: InformationRefusal
    handling: Handling
    content: str


class InformationRequestWithdrawn(InformationRequestFact):
    """Whoever asked needs no answer any more."""

    type: Literal["postings.InformationRequestWithdrawn"] = "postings.InformationRequestWithdrawn"


class InformationRequestOverdue(InformationRequestFact):
    """It was not answered in time."""

    type: Literal["postings.InformationRequestOverdue"] = "postings.InformationRequestOverdue"


class InformationRequestLinked(InformationRequestFact):
    """The request has to do with an `other` one, whose history says the same the other way round."""

    type: Literal["postings.InformationRequestLinked"] = "postings.InformationRequestLinked"
    other: str
    kind: LinkKind


class InformationRequestTransferred(InformationRequestFact):
    """Another post is the party now: `post` in place of the `former`; nobody there is in charge yet."""

    type: Literal["postings.InformationRequestTransferred"] = "postings.InformationRequestTransferred"
    former: str


class InformationRequestErased(InformationRequestFact):
    """What was asked and answered is gone for good; that it happened stays."""

    type: Literal["postings.InformationRequestErased"] = "postings.InformationRequestErased"


InformationRequestEvent = (
    InformationRequestFiled
    | InformationRequestAcknowledged
    | InformationRequestAssigned
    | InformationRequestPaused
    | InformationRequestResumed
    | InformationRequestClarified
    | InformationRequestPartlyAnswered
    | InformationRequestAnswered
    | InformationRequestRefused
    | InformationRequestWithdrawn
    | InformationRequestOverdue
    | InformationRequestLinked
    | InformationRequestTransferred
    | InformationRequestErased
)
