"""A technical action as its history has made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from shared.contracts.postings.technical_action import (
    TechnicalActionApproved,
    TechnicalActionAttendanceNoted,
    TechnicalActionCancelled,
    TechnicalActionCompleted,
    TechnicalActionEquipmentDelivered,
    TechnicalActionEvaluated,
    TechnicalActionEvaluationDue,
    TechnicalActionEvent,
    TechnicalActionExpertNamed,
    TechnicalActionExpertReleased,
    TechnicalActionFundsCommitted,
    TechnicalActionFundsReleased,
    TechnicalActionPlanned,
    TechnicalActionRefused,
    TechnicalActionRequested,
    TechnicalActionSessionPlanned,
)

Status = Literal["requested", "planned", "approved", "refused", "cancelled", "completed", "evaluated"]
ENDED: tuple[Status, ...] = ("refused", "cancelled", "completed", "evaluated")


@dataclass(frozen=True)
class Course:
    """`commitments` are all that were made, of which `released` are no longer; `present` is how many came."""

    requested: TechnicalActionRequested | None = None
    status: Status = "requested"
    plan: TechnicalActionPlanned | None = None
    reason: str | None = None
    commitments: Mapping[str, TechnicalActionFundsCommitted] = field(default_factory=dict)
    released: frozenset[str] = frozenset()
    experts: frozenset[str] = frozenset()
    sessions: Mapping[str, TechnicalActionSessionPlanned] = field(default_factory=dict)
    present: Mapping[str, int] = field(default_factory=dict)
    deliveries: Mapping[str, TechnicalActionEquipmentDelivered] = field(default_factory=dict)
    completed_on: date | None = None
    evaluation_due_on: date | None = None
    reminded: bool = False
    evaluation: TechnicalActionEvaluated | None = None

    @property
    def post(self) -> str | None:
        """The post that has asked for it."""
        return self.requested.post if self.requested else None

    @property
    def committed(self) -> int:
        """What of the budget is promised, in whole euros."""
        return sum(one.amount for id, one in self.commitments.items() if id not in self.released)

    @property
    def delivered(self) -> int:
        """The value of the equipment that has been handed over, in whole euros."""
        return sum(delivery.value for delivery in self.deliveries.values())


def about(requested: TechnicalActionRequested) -> dict[str, Any]:
    """What each event of this action repeats."""
    return requested.model_dump(include={"action", "post", "country", "theme", "year"})


def evolve(course: Course, event: TechnicalActionEvent) -> Course:
    match event:
        case TechnicalActionRequested():
            return Course(requested=event)
        case TechnicalActionPlanned():
            return replace(course, status="planned", plan=event)
        case TechnicalActionApproved():
            return replace(course, status="approved")
        case TechnicalActionRefused(reason=reason):
            return replace(course, status="refused", reason=reason)
        case TechnicalActionCancelled(reason=reason):
            return replace(course, status="cancelled", reason=reason)
        case TechnicalActionFundsCommitted(commitment=id):
            return replace(course, commitments={**course.commitments, id: event})
        case TechnicalActionFundsReleased(commitment=id):
            return replace(course, released=course.released | {id})
        case TechnicalActionExpertNamed(expert=person):
            return replace(course, experts=course.experts | {person})
        case TechnicalActionExpertReleased(expert=person):
            return replace(course, experts=course.experts - {person})
        case TechnicalActionSessionPlanned(session=id):
            return replace(course, sessions={**course.sessions, id: event})
        case TechnicalActionAttendanceNoted(session=id, present=present):
            return replace(course, present={**course.present, id: present})
        case TechnicalActionEquipmentDelivered(delivery=id):
            return replace(course, deliveries={**course.deliveries, id: event})
        case TechnicalActionCompleted(completed_on=day, evaluation_due_on=due_on):
            return replace(course, status="completed", completed_on=day, evaluation_due_on=due_on)
        case TechnicalActionEvaluationDue():
            return replace(course, reminded=True)
        case TechnicalActionEvaluated():
            return replace(course, status="evaluated", evaluation=event)
