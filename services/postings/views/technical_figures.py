"""The yearly plan of technical actions against what was done: one document per year, country and theme."""

from collections.abc import Iterable

from shared.contracts.postings.technical_action import (
    TechnicalActionApproved,
    TechnicalActionAttendanceNoted,
    TechnicalActionCancelled,
    TechnicalActionCompleted,
    TechnicalActionEquipmentDelivered,
    TechnicalActionEvaluated,
    TechnicalActionFundsCommitted,
    TechnicalActionFundsReleased,
    TechnicalActionPlanned,
    TechnicalActionRefused,
    TechnicalActionRequested,
)
from shared.eventing.view import Document, View

Handled = (
    TechnicalActionRequested
    | TechnicalActionPlanned
    | TechnicalActionApproved
    | TechnicalActionRefused
    | TechnicalActionCancelled
    | TechnicalActionFundsCommitted
    | TechnicalActionFundsReleased
    | TechnicalActionAttendanceNoted
    | TechnicalActionEquipmentDelivered
    | TechnicalActionCompleted
    | TechnicalActionEvaluated
)

NONE_YET = {
    "requested": 0,
    "planned": 0,
    "approved": 0,
    "refused": 0,
    "cancelled": 0,
    "completed": 0,
    "evaluated": 0,
    "budget_planned": 0,
    "budget_approved": 0,
    "committed": 0,
    "trained": 0,
    "equipment": 0,
    "ratings": 0,
}


def keys(event: Handled) -> Iterable[str]:
    return [f"{event.year}.{event.country}.{event.theme}"]


def evolve(document: Document | None, event: Handled) -> Document:
    """Amounts are whole euros; `trained` counts who came to sessions, `ratings` is the sum of all ratings.

    What was refused was never in the plan; what was cancelled was, and is counted as both.
    """
    of = {"year": event.year, "country": event.country, "theme": event.theme}
    figures = NONE_YET | (document or of)
    match event:
        case TechnicalActionRequested():
            return _more(figures, requested=1)
        case TechnicalActionPlanned(budget=budget, former_budget=former):
            return _more(figures, planned=int(former is None), budget_planned=budget - (former or 0))
        case TechnicalActionApproved(budget=budget):
            return _more(figures, approved=1, budget_approved=budget)
        case TechnicalActionRefused(budget=budget):
            return _more(figures, refused=1, planned=-1, budget_planned=-(budget or 0))
        case TechnicalActionCancelled():
            return _more(figures, cancelled=1)
        case TechnicalActionFundsCommitted(amount=amount):
            return _more(figures, committed=amount)
        case TechnicalActionFundsReleased(amount=amount):
            return _more(figures, committed=-amount)
        case TechnicalActionAttendanceNoted(present=present, former=former):
            return _more(figures, trained=present - former)
        case TechnicalActionEquipmentDelivered(value=value):
            return _more(figures, equipment=value)
        case TechnicalActionCompleted():
            return _more(figures, completed=1)
        case TechnicalActionEvaluated(rating=rating):
            return _more(figures, evaluated=1, ratings=rating)


def _more(figures: Document, **counted: int) -> Document:
    return {**figures, **{name: figures[name] + count for name, count in counted.items()}}


TECHNICAL_FIGURES = View(
    "technical_figures",
    (
        TechnicalActionRequested,
        TechnicalActionPlanned,
        TechnicalActionApproved,
        TechnicalActionRefused,
        TechnicalActionCancelled,
        TechnicalActionFundsCommitted,
        TechnicalActionFundsReleased,
        TechnicalActionAttendanceNoted,
        TechnicalActionEquipmentDelivered,
        TechnicalActionCompleted,
        TechnicalActionEvaluated,
    ),
    keys,
    evolve,
    indexes=(("year", "_id"), ("country", "_id")),
)
