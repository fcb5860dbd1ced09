"""Who has which work in charge: one document per piece of work, under the id that it has among all linked work."""

from collections.abc import Iterable

from services.postings.views.linked_work import key
from shared.contracts.postings.charge import ChargeGiven
from shared.eventing.view import Document, View


def keys(event: ChargeGiven) -> Iterable[str]:
    return (key(event.kind, event.work),)


def evolve(_: Document | None, event: ChargeGiven) -> Document:
    return event.model_dump(mode="json", include={"kind", "work", "posting", "post"})


CHARGES = View("charges", (ChargeGiven,), keys, evolve, indexes=(("posting", "_id"), ("post", "_id")))
