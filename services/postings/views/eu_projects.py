"""The EU-funded projects: one document each, from the design to the end, with the use of the budget."""

from collections.abc import Iterable
from datetime import date
from typing import get_args

from services.postings.domain.eu_project_course import REMINDED_BEFORE
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
from shared.eventing.view import Document, View

NEW: Document = {
    "status": "design",
    "consortium": None,
    "submitted_on": None,
    "reason": None,
    "grant": None,
    "packages": {},
    "missions": {},
    "deadlines": {},
    "expenses": {},
    "spent": 0,
    "closed_on": None,
    "outcome": None,
    "due_on": None,
    "remind_on": None,
}


def keys(event: EuProjectEvent) -> Iterable[str]:
    return [event.project]


def evolve(document: Document | None, event: EuProjectEvent) -> Document:
    """`spent` is what was booked, in all and per work package; `overdue` deadlines have passed, `near` ones soon will.

    `due_on` is the first day on which something is due that is not met, past ones included.
    """
    project = document or NEW
    said = event.model_dump(mode="json", exclude={"type", "project"})
    match event:
        case EuProjectDesigned(project=id):
            return project | {"project": id} | said
        case EuProjectConsortiumSet():
            return project | {"consortium": said}
        case EuProjectSubmitted():
            return project | {"status": "submitted"} | said
        case EuProjectRejected():
            return project | {"status": "rejected"} | said
        case EuProjectGranted():
            return project | {"status": "implementation", "grant": said}
        case EuProjectWorkPackageSet(package=id):
            return _part(project, "packages", id, {"spent": 0}, said)
        case EuProjectMissionPlanned(mission=id):
            return _part(project, "missions", id, {"status": "planned", "outcome": None, "reason": None}, said)
        case EuProjectMissionCarriedOut(mission=id):
            return _part(project, "missions", id, {}, said | {"status": "carried-out"})
        case EuProjectMissionCancelled(mission=id):
            return _part(project, "missions", id, {}, said | {"status": "cancelled"})
        case EuProjectDeadlineSet(deadline=id):
            return _reminded(
                _part(project, "deadlines", id, {"met_on": None}, said | {"near": False, "overdue": False})
            )
        case EuProjectDeadlineMet(deadline=id):
            return _reminded(_part(project, "deadlines", id, {}, said | {"overdue": False}))
        case EuProjectDeadlineNear(deadline=id):
            return _reminded(_part(project, "deadlines", id, {}, {"near": True}))
        case EuProjectDeadlineDue(deadline=id):
            return _reminded(_part(project, "deadlines", id, {}, {"overdue": True}))
        case EuProjectExpenseBooked(expense=id, package=package, amount=amount):
            spent = {"spent": project["packages"][package]["spent"] + amount}
            booked = _part(_part(project, "packages", package, {}, spent), "expenses", id, {}, said)
            return booked | {"spent": project["spent"] + amount}
        case EuProjectClosed():
            return project | {"status": "closed", "remind_on": None} | said


def _part(project: Document, name: str, id: str, at_first: Document, news: Document) -> Document:
    parts = project[name]
    return project | {name: parts | {id: at_first | parts.get(id, {}) | news}}


def _reminded(project: Document) -> Document:
    unmet = [one for one in project["deadlines"].values() if one["met_on"] is None]
    due_on = min((one["due_on"] for one in unmet), default=None)
    days = [one["due_on"] if one.get("near") else _before(one["due_on"]) for one in unmet if not one["overdue"]]
    return project | {"due_on": due_on, "remind_on": min(days, default=None)}


def _before(day: str) -> str:
    return (date.fromisoformat(day) - REMINDED_BEFORE).isoformat()


EU_PROJECTS = View(
    "eu_projects",
    get_args(EuProjectEvent),
    keys,
    evolve,
    indexes=(("countries", "_id"), ("status", "_id"), ("due_on", "_id"), ("remind_on",)),
)
