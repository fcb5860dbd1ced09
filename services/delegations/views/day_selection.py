"""How a day shows its rules and the companies that applied for it."""

from typing import Any

from shared.contracts.delegations.day_selection import (
    ApplicationFiled,
    ApplicationRefused,
    ApplicationSelected,
    ApplicationWithdrawn,
    DayRulesSet,
    SelectionFact,
)
from shared.eventing.view import Document


def evolve(day: Document, event: SelectionFact) -> Document:
    match event:
        case DayRulesSet():
            return {**day, "rules": event.model_dump(exclude={"type", "day"})}
        case ApplicationFiled(company=id):
            applied = event.model_dump(include={"name", "contact", "by_organiser"})
            applications = {**day.get("applications", {}), id: {**applied, "status": "applied"}}
            return {**day, "applications": applications}
        case ApplicationWithdrawn(company=id):
            return _changed(day, id, {"status": "withdrawn"})
        case ApplicationSelected(company=id):
            return _changed(day, id, {"status": "selected"})
        case ApplicationRefused(company=id, reason=reason):
            return _changed(day, id, {"status": "refused", "reason": reason})


def _changed(day: Document, company: str, change: dict[str, Any]) -> Document:
    applications = day["applications"]
    return {**day, "applications": {**applications, company: {**applications[company], **change}}}
