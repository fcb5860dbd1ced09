"""For which participants of a day a company speaks beside itself: its duplicates, which were merged into it."""

from collections.abc import Iterable

from shared.contracts.delegations.day_merging import DayCompanyMerged
from shared.eventing.view import Document, View


def seats_id(day: str, company: str) -> str:
    """The document of one company; ids have no slash, so no two companies share it."""
    return f"{day}/{company}"


def keys(event: DayCompanyMerged) -> Iterable[str]:
    return (seats_id(event.day, event.into),)


def evolve(document: Document | None, event: DayCompanyMerged) -> Document:
    seats = document["seats"] if document else []
    return {"seats": sorted({*seats, event.company})}


SEATS = View("seats", (DayCompanyMerged,), keys, evolve)
