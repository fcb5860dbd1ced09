"""A country's contingent at a fair: the persons of all its delegations who have a place, no more than the quota."""

from dataclasses import dataclass

from shared.contracts.delegations.contingent import ContingentEvent, PlaceFreed, PlaceTaken
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True)
class Take:
    """`quota` is what the fair allows this country at this moment, None without limit."""

    fair: str
    country: str
    person: str
    quota: int | None


@dataclass(frozen=True)
class Free:
    fair: str
    country: str
    person: str


Command = Take | Free
Contingent = frozenset[str]


def contingent_id(fair: str, country: str) -> str:
    """The id of a country's contingent at a fair; no id of a fair has a colon."""
    return f"{fair}:{country}"


def decide(persons: Contingent, command: Command) -> list[ContingentEvent]:
    """Saying the same again changes nothing. Slug: `quota-exhausted`."""
    of = {"fair": command.fair, "country": command.country, "person": command.person}
    match command:
        case Take(person=person, quota=quota) if person not in persons:
            if quota is not None and len(persons) >= quota:
                raise Refused("quota-exhausted", f"{command.country} has all {quota} places at {command.fair}")
            return [PlaceTaken(**of)]
        case Free(person=person) if person in persons:
            return [PlaceFreed(**of)]
    return []


def evolve(persons: Contingent, event: ContingentEvent) -> Contingent:
    match event:
        case PlaceTaken(person=person):
            return persons | {person}
        case PlaceFreed(person=person):
            return persons - {person}


CONTINGENT: Decider[Contingent, Command, ContingentEvent] = Decider(
    "contingent", Contingent(), decide, evolve, ContingentEvent
)
