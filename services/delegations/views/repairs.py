"""The repairs of published timetables: what each changes, old and new, who must be told, and what became of it."""

from collections.abc import Iterable

from shared.contracts.delegations.day_repair import (
    TimetableRepairAccepted,
    TimetableRepairDiscarded,
    TimetableRepairProposed,
)
from shared.eventing.view import Document, View

Handled = TimetableRepairProposed | TimetableRepairAccepted | TimetableRepairDiscarded


def repair_id(day: str, repair: str) -> str:
    """The document of one repair; ids have no slash, so no two repairs share it."""
    return f"{day}/{repair}"


def keys(event: Handled) -> Iterable[str]:
    return (repair_id(event.day, event.repair),)


def evolve(document: Document | None, event: Handled) -> Document:
    match event:
        case TimetableRepairProposed():
            shown = event.model_dump(exclude={"type"})
            return {**shown, "status": "proposed", "accepted_at": None, "told": told(event)}
        case TimetableRepairAccepted(accepted_at=at):
            return {**(document or {}), "status": "accepted", "accepted_at": at}
        case TimetableRepairDiscarded():
            return {**(document or {}), "status": "discarded"}


def told(proposal: TimetableRepairProposed) -> list[Document]:
    """Each participant that a change concerns, with its meetings among the changed ones."""
    meetings: dict[str, list[str]] = {}
    for change in proposal.changes:
        for party in (change.company, change.buyer):
            meetings.setdefault(party, []).append(change.meeting)
    return [{"participant": party, "meetings": changed} for party, changed in sorted(meetings.items())]


REPAIRS = View(
    "repairs",
    (TimetableRepairProposed, TimetableRepairAccepted, TimetableRepairDiscarded),
    keys,
    evolve,
    indexes=(("day", "_id"),),
)
