"""How much assistance each desk gave, by market and sector: one document for each of the three together."""

from collections.abc import Iterable
from hashlib import sha256

from services.delegations.domain.labels import category_key
from shared.contracts.delegations.assistance import (
    AssistanceAnswered,
    AssistanceEscalated,
    AssistanceHandedOver,
    AssistanceRouted,
    Desk,
    ExportWinSigned,
)
from shared.eventing.view import Document, View

Handled = AssistanceRouted | AssistanceHandedOver | AssistanceEscalated | AssistanceAnswered | ExportWinSigned

NONE_YET = {"filed": 0, "taken_over": 0, "escalated": 0, "answered": 0, "won": 0, "amount": 0}


def keys(event: Handled) -> Iterable[str]:
    """Each event counts for the desk that has the request then; an escalation without one counts for nobody."""
    return () if event.desk is None else (figures_id(event.market, event.sector, event.desk),)


def figures_id(market: str, sector: str, desk: Desk) -> str:
    """A market's figures stand together, then a desk's; the sector, of which spellings differ, is a hash."""
    return f"{market}.{desk.kind}.{desk.id}.{sha256(category_key(sector).encode()).hexdigest()[:16]}"


def evolve(document: Document | None, event: Handled) -> Document:
    desk = event.desk and event.desk.model_dump()
    figures = document or {"market": event.market, "sector": category_key(event.sector), "desk": desk, **NONE_YET}
    match event:
        case AssistanceRouted():
            return _more(figures, filed=1)
        case AssistanceHandedOver(former=former):
            return _more(figures, taken_over=int(former != event.desk))
        case AssistanceEscalated():
            return _more(figures, escalated=1)
        case AssistanceAnswered():
            return _more(figures, answered=1)
        case ExportWinSigned(amount=amount):
            return _more(figures, won=1, amount=amount or 0)


def _more(figures: Document, **counted: int) -> Document:
    return {**figures, **{name: figures[name] + count for name, count in counted.items()}}


ASSISTANCE_STATISTICS = View(
    "assistance_statistics",
    (AssistanceRouted, AssistanceHandedOver, AssistanceEscalated, AssistanceAnswered, ExportWinSigned),
    keys,
    evolve,
    indexes=(("market", "_id"), ("sector", "_id"), ("desk.id", "_id")),
)
