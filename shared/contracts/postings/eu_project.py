"""What is published of an EU-funded project in third countries: its design, then its implementation."""

from datetime import date
from typing import Literal

from shared.contracts.postings.fact import PostingsFact

EuProjectDeadline = Literal["milestone", "report"]


class EuProjectFact(PostingsFact):
    """Amounts are whole euros; countries, also those of the consortium, are ISO 3166-1 alpha-2."""

    project: str


class EuProjectDesigned(EuProjectFact):
    """A proposal is written for a `call`, for the good of these countries; the call closes on a day."""

    type: Literal["postings.EuProjectDesigned"] = "postings.EuProjectDesigned"
    title: str
    theme: str
    countries: tuple[str, ...]
    call: str
    call_closes_on: date
    priority: str | None = None


class EuProjectConsortiumSet(EuProjectFact):
    """The member states that carry it, what it costs as a whole, and the ministry's share; in place of those before."""

    type: Literal["postings.EuProjectConsortiumSet"] = "postings.EuProjectConsortiumSet"
    lead: str
    partners: tuple[str, ...]
    budget: int
    share: int


class EuProjectSubmitted(EuProjectFact):
    type: Literal["postings.EuProjectSubmitted"] = "postings.EuProjectSubmitted"
    submitted_on: date


class EuProjectRejected(EuProjectFact):
    """Nothing comes of the proposal."""

    type: Literal["postings.EuProjectRejected"] = "postings.EuProjectRejected"
    reason: str


class EuProjectGranted(EuProjectFact):
    """It is implemented from the first day to the last, both included, with the budget that was granted."""

    type: Literal["postings.EuProjectGranted"] = "postings.EuProjectGranted"
    starts_on: date
    ends_on: date
    budget: int


class EuProjectWorkPackageSet(EuProjectFact):
    """A part of the work and of the budget, led by one of the consortium; in place of what was set before."""

    type: Literal["postings.EuProjectWorkPackageSet"] = "postings.EuProjectWorkPackageSet"
    package: str
    title: str
    lead: str
    budget: int


class EuProjectMissionPlanned(EuProjectFact):
    """A person, by id, is sent by an organisation (DGSCGC, DGEF, ...) for a work package."""

    type: Literal["postings.EuProjectMissionPlanned"] = "postings.EuProjectMissionPlanned"
    mission: str
    package: str
    expert: str
    organisation: str
    country: str
    starts_on: date
    ends_on: date


class EuProjectMissionCarriedOut(EuProjectFact):
    type: Literal["postings.EuProjectMissionCarriedOut"] = "postings.EuProjectMissionCarriedOut"
    mission: str
    outcome: str


class EuProjectMissionCancelled(EuProjectFact):
    type: Literal["postings.EuProjectMissionCancelled"] = "postings.EuProjectMissionCancelled"
    mission: str
    reason: str


class EuProjectDeadlineSet(EuProjectFact):
    """A milestone is to be reached, or a report handed in, by a day; in place of the day before."""

    type: Literal["postings.EuProjectDeadlineSet"] = "postings.EuProjectDeadlineSet"
    kind: EuProjectDeadline
    deadline: str
    title: str
    due_on: date


class EuProjectDeadlineMet(EuProjectFact):
    type: Literal["postings.EuProjectDeadlineMet"] = "postings.EuProjectDeadlineMet"
    deadline: str
    met_on: date


class EuProjectDeadlineNear(EuProjectFact):
    """Thirty days are left at most, and it is not met; said once for each day that was set."""

    type: Literal["postings.EuProjectDeadlineNear"] = "postings.EuProjectDeadlineNear"
    kind: EuProjectDeadline
    deadline: str
    title: str
    due_on: date


class EuProjectDeadlineDue(EuProjectFact):
    """The day has come, and it is not met; said once for each day that was set."""

    type: Literal["postings.EuProjectDeadlineDue"] = "postings.EuProjectDeadlineDue"
    kind: EuProjectDeadline
    deadline: str
    title: str
    due_on: date


class EuProjectExpenseBooked(EuProjectFact):
    """Money of a work package was spent."""

    type: Literal["postings.EuProjectExpenseBooked"] = "postings.EuProjectExpenseBooked"
    expense: str
    package: str
    purpose: str
    amount: int
    spent_on: date


class EuProjectClosed(EuProjectFact):
    """All is done and handed in; `outcome` says what is left of it."""

    type: Literal["postings.EuProjectClosed"] = "postings.EuProjectClosed"
    closed_on: date
    outcome: str


EuProjectEvent = (
    EuProjectDesigned
    | EuProjectConsortiumSet
    | EuProjectSubmitted
    | EuProjectRejected
    | EuProjectGranted
    | EuProjectWorkPackageSet
    | EuProjectMissionPlanned
    | EuProjectMissionCarriedOut
    | EuProjectMissionCancelled
    | EuProjectDeadlineSet
    | EuProjectDeadlineMet
    | EuProjectDeadlineNear
    | EuProjectDeadlineDue
    | EuProjectExpenseBooked
    | EuProjectClosed
)
