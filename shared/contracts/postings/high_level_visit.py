"""What is published of a high-level visit or meeting, of the commitments taken there, and of what became of them."""

from datetime import date
from typing import Literal

from shared.contracts.postings.fact import PostingsFact

HighLevel = Literal["president", "minister", "director-general", "director", "ambassador"]
VisitDirection = Literal["outbound", "inbound", "meeting"]
CommitmentParty = Literal["france", "partner"]


class HighLevelVisitFact(PostingsFact):
    """What each event of a visit repeats: the post that prepares it, and the other country."""

    visit: str
    post: str
    country: str


class HighLevelVisitPlanned(HighLevelVisitFact):
    """From the first day to the last, both included; the same with other days where it is planned anew."""

    type: Literal["postings.HighLevelVisitPlanned"] = "postings.HighLevelVisitPlanned"
    title: str
    theme: str
    level: HighLevel
    direction: VisitDirection
    starts_on: date
    ends_on: date
    priority: str | None = None


class HighLevelVisitHeld(HighLevelVisitFact):
    type: Literal["postings.HighLevelVisitHeld"] = "postings.HighLevelVisitHeld"
    held_on: date


class HighLevelVisitCancelled(HighLevelVisitFact):
    type: Literal["postings.HighLevelVisitCancelled"] = "postings.HighLevelVisitCancelled"
    reason: str


class HighLevelVisitCommitmentTaken(HighLevelVisitFact):
    """One side has promised something by a day."""

    type: Literal["postings.HighLevelVisitCommitmentTaken"] = "postings.HighLevelVisitCommitmentTaken"
    commitment: str
    by: CommitmentParty
    text: str
    due_on: date


class HighLevelVisitCommitmentDue(HighLevelVisitFact):
    """The day has come, and the promise is not kept yet; said once. `title` is that of the visit."""

    type: Literal["postings.HighLevelVisitCommitmentDue"] = "postings.HighLevelVisitCommitmentDue"
    title: str
    commitment: str
    due_on: date


class HighLevelVisitCommitmentFulfilled(HighLevelVisitFact):
    type: Literal["postings.HighLevelVisitCommitmentFulfilled"] = "postings.HighLevelVisitCommitmentFulfilled"
    commitment: str
    fulfilled_on: date
    outcome: str


class HighLevelVisitCommitmentDropped(HighLevelVisitFact):
    """Nobody waits for it any more."""

    type: Literal["postings.HighLevelVisitCommitmentDropped"] = "postings.HighLevelVisitCommitmentDropped"
    commitment: str
    reason: str


HighLevelVisitEvent = (
    HighLevelVisitPlanned
    | HighLevelVisitHeld
    | HighLevelVisitCancelled
    | HighLevelVisitCommitmentTaken
    | HighLevelVisitCommitmentDue
    | HighLevelVisitCommitmentFulfilled
    | HighLevelVisitCommitmentDropped
)
