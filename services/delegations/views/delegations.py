"""The delegations: who comes to which fair, whether they were confirmed, and which exhibitors they should meet."""

from collections.abc import Iterable

from shared.contracts.delegations.delegation import (
    DelegationConfirmed,
    DelegationEvent,
    DelegationRefused,
    DelegationRegistered,
    ExhibitorsMatched,
)
from shared.eventing.view import Document, View


def keys(event: DelegationEvent) -> Iterable[str]:
    return (event.delegation,)


def evolve(document: Document | None, event: DelegationEvent) -> Document:
    delegation = document or {}
    match event:
        case DelegationRegistered():
            particulars = event.model_dump(mode="json", include={"fair", "country", "head", "interests"})
            return {**particulars, "status": "registered", "reason": None, "matches": None}
        case DelegationConfirmed():
            return {**delegation, "status": "confirmed"}
        case DelegationRefused(reason=reason):
            return {**delegation, "status": "refused", "reason": reason}
        case ExhibitorsMatched(matches=matches):
            return {**delegation, "matches": [match.model_dump(mode="json") for match in matches]}


DELEGATIONS = View(
    "delegations",
    (DelegationRegistered, DelegationConfirmed, DelegationRefused, ExhibitorsMatched),
    keys,
    evolve,
    indexes=(("fair", "_id"), ("country", "_id")),
)
