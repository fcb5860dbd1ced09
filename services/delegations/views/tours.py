"""The tours, one per delegation: its visits to stands, planned and cancelled."""

from collections.abc import Iterable

from shared.contracts.delegations.tour import (
    StandVisitCancelled,
    StandVisitCompanyReplaced,
    StandVisitPlanned,
    TourEvent,
)
from shared.eventing.view import Document, View


def keys(event: TourEvent) -> Iterable[str]:
    return (event.delegation,)


def evolve(document: Document | None, event: TourEvent) -> Document:
    tour = document or {"fair": event.fair, "visits": {}}
    match event:
        case StandVisitPlanned():
            said = event.model_dump(include={"company", "starts_at", "ends_at", "hall", "stand"})
            visit = {**said, "status": "planned", "reason": None}
        case StandVisitCompanyReplaced(visit=id, company=company):
            visit = {**tour["visits"][id], "company": company}
        case StandVisitCancelled(visit=id, reason=reason):
            visit = {**tour["visits"][id], "status": "cancelled", "reason": reason}
    return {**tour, "visits": {**tour["visits"], event.visit: visit}}


TOURS = View("tours", (StandVisitPlanned, StandVisitCompanyReplaced, StandVisitCancelled), keys, evolve)
