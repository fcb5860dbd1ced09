"""How a rebuilt view differs from the live one, while events go on."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from shared.eventing.evolution import own
from shared.eventing.live import GATE
from shared.eventing.view import Document
from shared.mongo import Collection as Stored

PATIENCE = 5.0  # seconds for which one of the two may lag behind the other
LOOK = 0.2  # seconds


@dataclass(frozen=True)
class Difference:
    """A document that is not the same in both; None where there is none. `behind` says whether one has seen more."""

    key: str
    live: Document | None
    rebuilt: Document | None
    behind: bool

    def fields(self) -> Iterator[tuple[str, Any, Any]]:
        """The fields that differ: name, live value, rebuilt value."""
        live, rebuilt = self.live or {}, self.rebuilt or {}
        for name in sorted(live.keys() | rebuilt.keys()):
            if name not in live or name not in rebuilt or live[name] != rebuilt[name]:
                yield name, live.get(name), rebuilt.get(name)


async def differences(
    live: Stored, rebuilt: Stored, catch_up: Callable[[], Awaitable[Any]]
) -> AsyncIterator[Difference]:
    """Every document that differs. What only lags gets PATIENCE; `catch_up` brings the rebuilt one on."""
    lagging: set[str] = set()
    async for key, one, other in _pairs(live, rebuilt):
        if difference := _difference(key, one, other):
            if difference.behind:
                lagging.add(key)
            else:
                yield difference
    now = asyncio.get_running_loop().time
    deadline = now() + PATIENCE
    while lagging:
        last = now() > deadline
        await catch_up()
        for key, one, other in await _both(live, rebuilt, lagging):
            difference = _difference(key, one, other)
            if difference is None or not difference.behind or last:
                lagging.discard(key)
                if difference is not None:
                    yield difference
        if lagging:
            await asyncio.sleep(LOOK)


def _difference(key: str, live: Document | None, rebuilt: Document | None) -> Difference | None:
    mine, theirs = (None if one is None or "_gone" in one else own(one) for one in (live, rebuilt))
    if mine == theirs:
        return None
    seen, other = (one["_seen"] if one is not None else {} for one in (live, rebuilt))
    return Difference(key, mine, theirs, behind=seen != other)


async def _both(
    live: Stored, rebuilt: Stored, keys: Collection[str]
) -> list[tuple[str, Document | None, Document | None]]:
    found = [
        {one["_id"]: one for one in await where.find({"_id": {"$in": list(keys)}}).to_list(None)}
        for where in (live, rebuilt)
    ]
    return [(key, found[0].get(key), found[1].get(key)) for key in sorted(keys)]


async def _pairs(live: Stored, rebuilt: Stored) -> AsyncIterator[tuple[str, Document | None, Document | None]]:
    """Both collections in the order of their keys, side by side."""
    everything: list[Any] = [where.find({"_id": {"$ne": GATE}}).sort("_id", 1) for where in (live, rebuilt)]
    one, other = await _next(everything[0]), await _next(everything[1])
    while one is not None or other is not None:
        key = min(document["_id"] for document in (one, other) if document is not None)
        mine = one if one is not None and one["_id"] == key else None
        theirs = other if other is not None and other["_id"] == key else None
        yield key, mine, theirs
        one = await _next(everything[0]) if mine is not None else one
        other = await _next(everything[1]) if theirs is not None else other


async def _next(cursor: Any) -> Document | None:
    return await anext(cursor, None)
