"""The technical actions: one document each, from the need to the evaluation."""

from collections.abc import Iterable
from typing import get_args

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
from shared.eventing.view import Document, View

REPEATED = {"type", "action", "post", "country", "theme", "year"}
NEW: Document = {
    "status": "requested",
    "plan": None,
    "approved_on": None,
    "reason": None,
    "commitments": {},
    "committed": 0,
    "experts": [],
    "sessions": {},
    "deliveries": {},
    "completed_on": None,
    "evaluation": None,
    "remind_on": None,
}


def keys(event: TechnicalActionEvent) -> Iterable[str]:
    return [event.action]


def evolve(document: Document | None, event: TechnicalActionEvent) -> Document:
    action = document or NEW
    said = event.model_dump(mode="json", exclude=REPEATED)
    match event:
        case TechnicalActionRequested():
            return action | event.model_dump(mode="json", exclude={"type"})
        case TechnicalActionPlanned():
            return action | {"status": "planned", "plan": said}
        case TechnicalActionApproved():
            return action | {"status": "approved", "approved_on": said["approved_on"]}
        case TechnicalActionRefused():
            return action | {"status": "refused"} | said
        case TechnicalActionCancelled():
            return action | {"status": "cancelled"} | said
        case TechnicalActionFundsCommitted(commitment=id, amount=amount):
            made = action["commitments"] | {id: said | {"released": False}}
            return action | {"commitments": made, "committed": action["committed"] + amount}
        case TechnicalActionFundsReleased(commitment=id, amount=amount):
            made = action["commitments"] | {id: action["commitments"][id] | {"released": True}}
            return action | {"commitments": made, "committed": action["committed"] - amount}
        case TechnicalActionExpertNamed(expert=person):
            return action | {"experts": sorted({*action["experts"], person})}
        case TechnicalActionExpertReleased(expert=person):
            return action | {"experts": [other for other in action["experts"] if other != person]}
        case TechnicalActionSessionPlanned(session=id):
            return action | {"sessions": action["sessions"] | {id: said | {"present": None}}}
        case TechnicalActionAttendanceNoted(session=id, present=present):
            return action | {"sessions": action["sessions"] | {id: action["sessions"][id] | {"present": present}}}
        case TechnicalActionEquipmentDelivered(delivery=id):
            return action | {"deliveries": action["deliveries"] | {id: said}}
        case TechnicalActionCompleted():
            return action | {"status": "completed", "remind_on": said["evaluation_due_on"]} | said
        case TechnicalActionEvaluationDue():
            return action | {"remind_on": None}
        case TechnicalActionEvaluated():
            return action | {"status": "evaluated", "evaluation": said, "remind_on": None}


TECHNICAL_ACTIONS = View(
    "technical_actions",
    get_args(TechnicalActionEvent),
    keys,
    evolve,
    indexes=(
        ("post", "_id"),
        ("country", "_id"),
        ("year", "_id"),
        ("theme", "_id"),
        ("status", "_id"),
        ("remind_on",),
    ),
)
