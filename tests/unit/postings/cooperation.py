"""Invented cooperation of Lima with the police of Peru: the facts that the tests of cooperation share."""

from datetime import date
from typing import Any

from services.postings.domain.priority_commands import Adopt, AssignPart, NoteResult
from services.postings.domain.technical_action_commands import CommitFunds, Plan, PlanSession, Request
from shared.contracts.postings.priority import PriorityAdopted, PriorityPartAssigned, PriorityResultNoted
from shared.contracts.postings.technical_action import (
    TechnicalActionApproved,
    TechnicalActionCompleted,
    TechnicalActionFundsCommitted,
    TechnicalActionPlanned,
    TechnicalActionRequested,
    TechnicalActionSessionPlanned,
)

DRUGS: dict[str, Any] = {"priority": "drugs-27", "year": 2027, "theme": "drugs", "title": "Cocaine at its source"}
ADOPT = Adopt("drugs-27", 2027, "drugs", "Cocaine at its source", ("PE", "CO", "PE"))
ADOPTED = PriorityAdopted(**DRUGS, countries=("CO", "PE"))
ASSIGN = AssignPart("lima", ("PE",), "Two courses for the anti-drugs police")
ASSIGNED = PriorityPartAssigned(
    priority="drugs-27", post="lima", countries=("PE",), objective="Two courses for the anti-drugs police"
)
NOTE = NoteResult("lima", "seizure", "PE", "Three tonnes seized at Callao", date(2027, 5, 4))
NOTED = PriorityResultNoted(
    priority="drugs-27", post="lima", result="seizure", country="PE", text="Three tonnes seized at Callao",
    noted_on=date(2027, 5, 4),
)  # fmt: skip

COURSE: dict[str, Any] = {"action": "course", "post": "lima", "country": "PE", "theme": "drugs", "year": 2027}
NEED: dict[str, Any] = {
    "title": "Container control",
    "kind": "both",
    "beneficiary": "Anti-drugs police",
    "need": "Nobody can profile.",
}
REQUEST = Request(**COURSE, **NEED, priority="drugs-27")
REQUESTED = TechnicalActionRequested(**COURSE, **NEED, priority="drugs-27")
FIRST, LAST = date(2027, 3, 1), date(2027, 3, 12)
PLAN = Plan("police", FIRST, LAST, 20_000)
PLANNED = TechnicalActionPlanned(**COURSE, service="police", starts_on=FIRST, ends_on=LAST, budget=20_000)
APPROVED = TechnicalActionApproved(**COURSE, approved_on=date(2027, 2, 1), budget=20_000)
COMMIT = CommitFunds("flights", "Flights of two experts", 4_000)
COMMITTED = TechnicalActionFundsCommitted(
    **COURSE, commitment="flights", purpose="Flights of two experts", amount=4_000
)
PLAN_SESSION = PlanSession("profiling", "Profiling", date(2027, 3, 2), 6, 20)
SESSION = TechnicalActionSessionPlanned(
    **COURSE, session="profiling", title="Profiling", held_on=date(2027, 3, 2), hours=6, seats=20
)
COMPLETED = TechnicalActionCompleted(**COURSE, completed_on=LAST, evaluation_due_on=date(2027, 9, 12))
