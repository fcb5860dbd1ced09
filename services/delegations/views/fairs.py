"""The fairs."""

from collections.abc import Iterable

from shared.contracts.delegations.fair import FairAnnounced
from shared.eventing.view import Document, View


def keys(event: FairAnnounced) -> Iterable[str]:
    return (event.fair,)


def evolve(_: Document | None, event: FairAnnounced) -> Document:
    return event.model_dump(include={"name", "edition", "country"}) | {
        "starts_on": event.starts_on.isoformat(),
        "ends_on": event.ends_on.isoformat(),
    }


FAIRS = View("fairs", (FairAnnounced,), keys, evolve)
