"""Many aggregates of one kind at once, read from their streams: for what can wait for no view."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from shared.eventing.decider import Decider
from shared.eventing.store import COMMITS, histories
from shared.mongo import Document, Mongo, beginning

S = TypeVar("S")


async def states(mongo: Mongo, decider: Decider[S, Any, Any], ids: Iterable[str]) -> dict[str, S]:
    """Those of these aggregates that are known, each as it is at this moment, under its id."""
    known = await histories(mongo, decider, ids)
    return {id: decider.fold(map(decider.parse, events)) for id, events in known.items()}


async def ids_of(mongo: Mongo, decider: Decider[Any, Any, Any], told: Sequence[Document] = ()) -> list[str]:
    """The ids of all aggregates of this kind; where particulars are given, of those in whose history an event has all
    fields of one of them. It walks through the commits of this kind, so it is for what happens rarely.
    """
    first = decider.stream("")
    wanted: Document = {"stream": beginning(first)}
    if told:
        wanted["$or"] = [{"events": {"$elemMatch": one}} for one in told]
    found = await mongo.aggregate(COMMITS, [{"$match": wanted}, {"$group": {"_id": "$stream"}}])
    return sorted(str(each["_id"]).removeprefix(first) for each in found)
