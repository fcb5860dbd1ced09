"""A delegation's tour of a fair: its visits to stands, one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.delegations.domain.fair import KnownFair
from shared.contracts.delegations.tour import (
    StandVisitCancelled,
    StandVisitCompanyReplaced,
    StandVisitPlanned,
    TourEvent,
)
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True)
class Tour:
    """`visits` has those planned, `cancelled` the others, each by its id."""

    visits: Mapping[str, StandVisitPlanned] = field(default_factory=dict)
    cancelled: Mapping[str, StandVisitCancelled] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanVisit:
    """`fair` is the fair as it is now; `exhibits` says whether the company stands on its list."""

    visit: StandVisitPlanned
    fair: KnownFair
    exhibits: bool


@dataclass(frozen=True)
class CancelVisit:
    visit: str
    reason: str


@dataclass(frozen=True)
class ReplaceCompany:
    """`company` was a duplicate of `into`: planned visits are to the latter's stand from now on."""

    delegation: str
    company: str
    into: str


Command = PlanVisit | CancelVisit | ReplaceCompany


def decide(tour: Tour, command: Command) -> list[TourEvent]:
    """Saying the same again changes nothing. Slugs: `visit-unknown`, and those below."""
    match command:
        case PlanVisit(visit=visit):
            if visit.visit in tour.visits or visit.visit in tour.cancelled:
                return _again(tour, visit)
            _possible(tour, command)
            return [visit]
        case CancelVisit(visit=id, reason=reason):
            if id in tour.cancelled:
                return []
            if id not in tour.visits:
                raise Refused("visit-unknown", f"there is no visit {id} on this tour")
            planned = tour.visits[id]
            of = planned.model_dump(include={"delegation", "fair", "visit", "company"})
            return [StandVisitCancelled(**of, reason=reason)]
        case ReplaceCompany(company=company, into=into):
            return [
                StandVisitCompanyReplaced(
                    **visit.model_dump(include={"delegation", "fair", "visit"}), company=into, former=company
                )
                for visit in tour.visits.values()
                if visit.company == company
            ]


def _again(tour: Tour, visit: StandVisitPlanned) -> list[TourEvent]:
    """Slug: `visit-already-planned`."""
    if tour.visits.get(visit.visit) != visit:
        raise Refused("visit-already-planned", f"{visit.visit} is the id of another visit, or of a cancelled one")
    return []


def _possible(tour: Tour, command: PlanVisit) -> None:
    """Slugs: `visit-to-no-exhibitor`, `visit-ends-before-start`, `visit-outside-fair`, `visit-overlaps`."""
    visit, fair = command.visit, command.fair
    if not command.exhibits:
        raise Refused("visit-to-no-exhibitor", f"{visit.company} is not on the exhibitor list of {visit.fair}")
    if visit.ends_at <= visit.starts_at:
        raise Refused("visit-ends-before-start", f"it ends at {visit.ends_at} and starts at {visit.starts_at}")
    if not (fair.takes_place(visit.starts_at) and fair.takes_place(visit.ends_at)):
        raise Refused("visit-outside-fair", f"{fair.day_of(visit.starts_at)} is no day of {visit.fair}")
    for other in tour.visits.values():
        if other.starts_at < visit.ends_at and visit.starts_at < other.ends_at:
            raise Refused("visit-overlaps", f"the delegation visits {other.company} at that time, {other.visit}")


def evolve(tour: Tour, event: TourEvent) -> Tour:
    match event:
        case StandVisitPlanned(visit=id):
            return Tour({**tour.visits, id: event}, tour.cancelled)
        case StandVisitCompanyReplaced(visit=id, company=company):
            moved = tour.visits[id].model_copy(update={"company": company})
            return Tour({**tour.visits, id: moved}, tour.cancelled)
        case StandVisitCancelled(visit=id):
            visits = {key: visit for key, visit in tour.visits.items() if key != id}
            return Tour(visits, {**tour.cancelled, id: event})


TOUR: Decider[Tour, Command, TourEvent] = Decider("tour", Tour(), decide, evolve, TourEvent)
