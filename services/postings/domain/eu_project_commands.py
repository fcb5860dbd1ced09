"""What may be commanded of an EU-funded project; amounts are whole euros."""

from dataclasses import dataclass
from datetime import date

from services.postings.domain.reminders import Remind
from services.postings.domain.themes import Theme
from shared.contracts.postings.eu_project import EuProjectDeadline


@dataclass(frozen=True, slots=True)
class Design:
    """`priority` is one that may be linked to."""

    project: str
    title: str
    theme: Theme
    countries: tuple[str, ...]
    call: str
    call_closes_on: date
    priority: str | None = None


@dataclass(frozen=True, slots=True)
class SetConsortium:
    lead: str
    partners: tuple[str, ...]
    budget: int
    share: int


@dataclass(frozen=True, slots=True)
class Submit:
    submitted_on: date


@dataclass(frozen=True, slots=True)
class Reject:
    reason: str


@dataclass(frozen=True, slots=True)
class Grant:
    starts_on: date
    ends_on: date
    budget: int


@dataclass(frozen=True, slots=True)
class SetWorkPackage:
    package: str
    title: str
    lead: str
    budget: int


@dataclass(frozen=True, slots=True)
class PlanMission:
    """`expert` is the id of a known person."""

    mission: str
    package: str
    expert: str
    organisation: str
    country: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class CarryOutMission:
    mission: str
    outcome: str


@dataclass(frozen=True, slots=True)
class CancelMission:
    mission: str
    reason: str


@dataclass(frozen=True, slots=True)
class SetDeadline:
    kind: EuProjectDeadline
    deadline: str
    title: str
    due_on: date


@dataclass(frozen=True, slots=True)
class MeetDeadline:
    deadline: str
    met_on: date


@dataclass(frozen=True, slots=True)
class BookExpense:
    expense: str
    package: str
    purpose: str
    amount: int
    spent_on: date


@dataclass(frozen=True, slots=True)
class Close:
    closed_on: date
    outcome: str


Phase = SetConsortium | Submit | Reject | Grant | Close
Implementation = (
    SetWorkPackage | PlanMission | CarryOutMission | CancelMission | SetDeadline | MeetDeadline | BookExpense
)
Command = Design | Phase | Implementation | Remind
