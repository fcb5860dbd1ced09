"""A fair: a security exhibition at which companies exhibit and to which delegations come."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.delegations.fair import FairAnnounced
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True)
class Announce:
    """A fair will take place, from the first day to the last, both included."""

    fair: str
    name: str
    edition: str
    country: str
    starts_on: date
    ends_on: date


Fair = FairAnnounced | None


def decide(fair: Fair, command: Announce) -> list[FairAnnounced]:
    """Saying the same again changes nothing. Slugs: `fair-ends-before-start`, `fair-already-announced`."""
    if command.ends_on < command.starts_on:
        raise Refused("fair-ends-before-start", f"last day {command.ends_on} lies before {command.starts_on}")
    announced = FairAnnounced(**vars(command))
    if fair is None:
        return [announced]
    if fair != announced:
        raise Refused("fair-already-announced", f"fair {fair.fair} is announced with other particulars")
    return []


def evolve(_: Fair, event: FairAnnounced) -> Fair:
    return event


FAIR: Decider[Fair, Announce, FairAnnounced] = Decider("fair", None, decide, evolve, FairAnnounced)
