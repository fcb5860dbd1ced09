"""The fairs, each with its details once they are given."""

from collections.abc import Iterable

from shared.contracts.delegations.fair import FairAnnounced, FairDetailed, FairEvent
from shared.eventing.view import Document, View

DETAILS = {"series", "time_zone", "halls", "programme", "closes_on", "quotas", "quota", "purge_on"}


def keys(event: FairEvent) -> Iterable[str]:
    return (event.fair,)


def evolve(document: Document | None, event: FairEvent) -> Document:
    fair = document or {}
    match event:
        case FairAnnounced():
            particulars = event.model_dump(mode="json", include={"name", "edition", "country", "starts_on", "ends_on"})
            return {**fair, **particulars}
        case FairDetailed():
            return {**fair, **event.model_dump(mode="json", include=DETAILS)}


FAIRS = View("fairs", (FairAnnounced, FairDetailed), keys, evolve, indexes=(("series", "_id"), ("purge_on", "_id")))
