"""The contingents, one per fair and country: who has a place."""

from collections.abc import Iterable

from services.delegations.domain.contingent import contingent_id
from shared.contracts.delegations.contingent import ContingentEvent, PlaceFreed, PlaceTaken
from shared.eventing.view import Document, View


def keys(event: ContingentEvent) -> Iterable[str]:
    return (contingent_id(event.fair, event.country),)


def evolve(document: Document | None, event: ContingentEvent) -> Document:
    others = [person for person in (document["persons"] if document else ()) if person != event.person]
    persons = [*others, event.person] if isinstance(event, PlaceTaken) else others
    return {"fair": event.fair, "country": event.country, "persons": persons}


CONTINGENTS = View("contingents", (PlaceTaken, PlaceFreed), keys, evolve, indexes=(("fair", "_id"),))
