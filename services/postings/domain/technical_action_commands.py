"""What may be commanded of a technical action; amounts are whole euros, days are the post's."""

from dataclasses import dataclass
from datetime import date

from services.postings.domain.themes import Theme
from shared.contracts.postings.fact import Directorate
from shared.contracts.postings.technical_action import TechnicalActionKind


@dataclass(frozen=True, slots=True)
class Request:
    """`post` is one that is open, `priority` one that may be linked to."""

    action: str
    post: str
    country: str
    theme: Theme
    year: int
    title: str
    kind: TechnicalActionKind
    beneficiary: str
    need: str
    priority: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """`service` is the directorate whose officers go, and which approves."""

    service: Directorate
    starts_on: date
    ends_on: date
    budget: int


@dataclass(frozen=True, slots=True)
class Approve:
    directorate: Directorate
    approved_on: date


@dataclass(frozen=True, slots=True)
class Refuse:
    directorate: Directorate
    reason: str


@dataclass(frozen=True, slots=True)
class Cancel:
    reason: str


@dataclass(frozen=True, slots=True)
class CommitFunds:
    commitment: str
    purpose: str
    amount: int


@dataclass(frozen=True, slots=True)
class ReleaseFunds:
    commitment: str


@dataclass(frozen=True, slots=True)
class NameExpert:
    """`expert` is the id of a known person."""

    expert: str


@dataclass(frozen=True, slots=True)
class ReleaseExpert:
    expert: str


@dataclass(frozen=True, slots=True)
class PlanSession:
    session: str
    title: str
    held_on: date
    hours: int
    seats: int


@dataclass(frozen=True, slots=True)
class NoteAttendance:
    """`noted_on` is the day on which it is noted; a later number takes the place of an earlier one."""

    session: str
    present: int
    noted_on: date


@dataclass(frozen=True, slots=True)
class DeliverEquipment:
    delivery: str
    item: str
    quantity: int
    value: int
    delivered_on: date


@dataclass(frozen=True, slots=True)
class Complete:
    completed_on: date


@dataclass(frozen=True, slots=True)
class Evaluate:
    evaluated_on: date
    rating: int
    conclusion: str


Delivery = CommitFunds | ReleaseFunds | NameExpert | ReleaseExpert | PlanSession | NoteAttendance | DeliverEquipment
