"""Many aggregates of one kind at once, read from their streams: for what can wait for no view."""

from collections.abc import Iterable
from typing import Any, TypeVar

from shared.eventing.decider import Decider
from shared.eventing.store import histories
from shared.mongo import Mongo

S = TypeVar("S")


async def states(mongo: Mongo, decider: Decider[S, Any, Any], ids: Iterable[str]) -> dict[str, S]:
    """Those of these aggregates that are known, each as it is at this moment, under its id."""
    known = await histories(mongo, decider, ids)
    return {id: decider.fold(map(decider.parse, events)) for id, events in known.items()}
