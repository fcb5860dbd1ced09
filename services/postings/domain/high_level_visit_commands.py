"""What may be commanded of a high-level visit."""

from dataclasses import dataclass
from datetime import date

from services.postings.domain.reminders import Remind
from services.postings.domain.themes import Theme
from shared.contracts.postings.high_level_visit import CommitmentParty, HighLevel, VisitDirection


@dataclass(frozen=True, slots=True)
class Plan:
    """`post` is one that is open, `priority` one that may be linked to."""

    visit: str
    post: str
    country: str
    theme: Theme
    title: str
    level: HighLevel
    direction: VisitDirection
    starts_on: date
    ends_on: date
    priority: str | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """`held_on` is the last day of the visit as it took place."""

    held_on: date


@dataclass(frozen=True, slots=True)
class Cancel:
    reason: str


@dataclass(frozen=True, slots=True)
class TakeCommitment:
    commitment: str
    by: CommitmentParty
    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class FulfilCommitment:
    commitment: str
    fulfilled_on: date
    outcome: str


@dataclass(frozen=True, slots=True)
class DropCommitment:
    commitment: str
    reason: str


FollowUp = FulfilCommitment | DropCommitment
Command = Plan | Hold | Cancel | TakeCommitment | FollowUp | Remind
