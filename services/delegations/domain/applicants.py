"""A day's rules and the companies that applied for it, as its history has made them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from shared.contracts.delegations.day import DayEvent
from shared.contracts.delegations.day_selection import (
    ApplicationFiled,
    ApplicationRefused,
    ApplicationSelected,
    ApplicationWithdrawn,
    DayRulesSet,
)

ApplicationState = Literal["applied", "withdrawn", "selected", "refused"]


class Application(NamedTuple):
    applied: ApplicationFiled
    state: ApplicationState


@dataclass(frozen=True)
class Selection:
    """`rules` are those set last, None until some are; `applications` are by company."""

    rules: DayRulesSet | None = None
    applications: Mapping[str, Application] = field(default_factory=dict)

    def refused(self, company: str) -> bool:
        return company in self.applications and self.applications[company].state == "refused"


def evolve(selection: Selection, event: DayEvent) -> Selection:
    match event:
        case DayRulesSet():
            return replace(selection, rules=event)
        case ApplicationFiled(company=id):
            return replace(selection, applications={**selection.applications, id: Application(event, "applied")})
        case ApplicationWithdrawn(company=id):
            return _now(selection, id, "withdrawn")
        case ApplicationSelected(company=id):
            return _now(selection, id, "selected")
        case ApplicationRefused(company=id):
            return _now(selection, id, "refused")
    return selection


def _now(selection: Selection, company: str, state: ApplicationState) -> Selection:
    application = selection.applications[company]._replace(state=state)
    return replace(selection, applications={**selection.applications, company: application})
