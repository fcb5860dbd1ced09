"""What companies say came of the meetings: one document for each country, post, sector, kind and currency together."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from services.delegations.domain.labels import category_key
from shared.contracts.delegations.meeting import (
    MeetingResultCorrected,
    MeetingResultStated,
    MeetingResultWithdrawn,
    ResultFact,
    ResultStatement,
)
from shared.eventing.event import members
from shared.eventing.view import Document, View


def keys(event: ResultFact) -> Iterable[str]:
    return dict.fromkeys(_id(event, statement) for statement, _ in _counted(event))


def evolve(document: Document | None, event: ResultFact) -> Document:
    """A correction may leave one document for another; only the one that it comes to can be new."""
    if document is None:
        statement = _counted(event)[-1][0]
        document = {**_about(event, statement), "results": 0, "amount": 0}
    for statement, count in _counted(event):
        if _about(event, statement).items() <= document.items():
            more = count * (statement.amount or 0)
            document = {**document, "results": document["results"] + count, "amount": document["amount"] + more}
    return document


def _counted(event: ResultFact) -> list[tuple[ResultStatement, int]]:
    """What goes and what comes, in this order; what a buyer states is the same business, so it is not counted again."""
    if event.side != "company":
        return []
    match event:
        case MeetingResultStated(stated=stated):
            return [(stated, 1)]
        case MeetingResultCorrected(stated=stated, former=former):
            return [(former, -1), (stated, 1)]
        case MeetingResultWithdrawn(former=former):
            return [(former, -1)]


def _about(event: ResultFact, statement: ResultStatement) -> dict[str, Any]:
    sector = category_key(statement.sector)
    of = {"kind": statement.kind, "currency": statement.currency, "sector": sector}
    return {"country": event.country, "post": event.post, **of}


def _id(event: ResultFact, statement: ResultStatement) -> str:
    """A country's figures stand together, then a post's; the sector, of which spellings differ, is a hash."""
    sector = sha256(category_key(statement.sector).encode()).hexdigest()[:16]
    return f"{event.country}.{event.post}.{statement.kind}.{statement.currency or 'none'}.{sector}"


RESULT_STATISTICS = View(
    "result_statistics",
    members(ResultFact),
    keys,
    evolve,
    indexes=(("country", "_id"), ("post", "_id"), ("sector", "_id")),
)
