"""An EU-funded project as its history has made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Literal

from shared.contracts.postings.eu_project import (
    EuProjectClosed,
    EuProjectConsortiumSet,
    EuProjectDeadlineDue,
    EuProjectDeadlineMet,
    EuProjectDeadlineNear,
    EuProjectDeadlineSet,
    EuProjectDesigned,
    EuProjectEvent,
    EuProjectExpenseBooked,
    EuProjectGranted,
    EuProjectMissionCancelled,
    EuProjectMissionCarriedOut,
    EuProjectMissionPlanned,
    EuProjectRejected,
    EuProjectSubmitted,
    EuProjectWorkPackageSet,
)

REMINDED_BEFORE = timedelta(days=30)  # and on the day itself

Status = Literal["design", "submitted", "rejected", "implementation", "closed"]
MissionEnd = EuProjectMissionCarriedOut | EuProjectMissionCancelled


@dataclass(frozen=True)
class Project:
    """`ended_missions` are those carried out or cancelled; of the deadlines that are `announced` somebody was reminded
    some time before, of those `reminded` on the day.
    """

    designed: EuProjectDesigned | None = None
    status: Status = "design"
    consortium: EuProjectConsortiumSet | None = None
    submitted: EuProjectSubmitted | None = None
    rejected: EuProjectRejected | None = None
    granted: EuProjectGranted | None = None
    packages: Mapping[str, EuProjectWorkPackageSet] = field(default_factory=dict)
    missions: Mapping[str, EuProjectMissionPlanned] = field(default_factory=dict)
    ended_missions: Mapping[str, MissionEnd] = field(default_factory=dict)
    deadlines: Mapping[str, EuProjectDeadlineSet] = field(default_factory=dict)
    met: Mapping[str, EuProjectDeadlineMet] = field(default_factory=dict)
    announced: frozenset[str] = frozenset()
    reminded: frozenset[str] = frozenset()
    expenses: Mapping[str, EuProjectExpenseBooked] = field(default_factory=dict)
    closed: EuProjectClosed | None = None

    @property
    def consorts(self) -> frozenset[str]:
        """The member states that carry it."""
        return frozenset((self.consortium.lead, *self.consortium.partners)) if self.consortium else frozenset()

    def spent(self, package: str) -> int:
        """What of a work package's budget is used, in whole euros."""
        return sum(expense.amount for expense in self.expenses.values() if expense.package == package)


def evolve(project: Project, event: EuProjectEvent) -> Project:
    match event:
        case EuProjectDesigned():
            return Project(designed=event)
        case EuProjectConsortiumSet():
            return replace(project, consortium=event)
        case EuProjectSubmitted():
            return replace(project, status="submitted", submitted=event)
        case EuProjectRejected():
            return replace(project, status="rejected", rejected=event)
        case EuProjectGranted():
            return replace(project, status="implementation", granted=event)
        case EuProjectWorkPackageSet(package=id):
            return replace(project, packages={**project.packages, id: event})
        case EuProjectMissionPlanned(mission=id):
            return replace(project, missions={**project.missions, id: event})
        case EuProjectMissionCarriedOut(mission=id) | EuProjectMissionCancelled(mission=id):
            return replace(project, ended_missions={**project.ended_missions, id: event})
        case EuProjectDeadlineSet(deadline=id):
            anew = replace(project, announced=project.announced - {id}, reminded=project.reminded - {id})
            return replace(anew, deadlines={**project.deadlines, id: event})
        case EuProjectDeadlineMet(deadline=id):
            return replace(project, met={**project.met, id: event})
        case EuProjectDeadlineNear(deadline=id):
            return replace(project, announced=project.announced | {id})
        case EuProjectDeadlineDue(deadline=id):
            return replace(project, reminded=project.reminded | {id})
        case EuProjectExpenseBooked(expense=id):
            return replace(project, expenses={**project.expenses, id: event})
        case EuProjectClosed():
            return replace(project, status="closed", closed=event)
