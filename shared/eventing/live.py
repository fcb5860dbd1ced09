"""Which collection a view lives in, and the gate through which every batch of events must pass to count as applied."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from pymongo import InsertOne, UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError

from shared.eventing.evolution import Write
from shared.eventing.metrics import REBUILD
from shared.eventing.view import View
from shared.mongo import Document, Mongo, Session

VIEWS = "views"
GATE: Final[Any] = 0  # the id of a collection's gate; documents of views have strings
FRESH = 1.0  # seconds for which readers may take it that a view has not moved
HOLD = 10.0  # seconds after which anybody opens a gate that was shut and left so
LOOK = 0.02  # seconds between two looks at a gate that is shut


def through_gate(writes: Sequence[Write]) -> list[Write | UpdateOne]:
    """These writes, for an ordered bulk, behind one that fails where the gate is shut or missing.

    It changes the gate, and is acknowledged by a majority with the others: no server that has been deposed can let a
    batch pass. Counting is possible only in a gate that is there and open, not in one that the upsert would make.
    """
    count = UpdateOne({"_id": GATE, "open": True}, {"$inc": {"passed.$[]": 1}}, upsert=True)
    # MongoDB gets two commands, one of updates, beginning with the count, and one of inserts
    return [count, *sorted(writes, key=lambda write: isinstance(write, InsertOne))]


def stopped_at_gate(error: BulkWriteError) -> bool:
    """Whether a bulk failed at the gate, so that nothing of it was written."""
    return bool(error.details["writeErrors"]) and error.details["writeErrors"][0]["index"] == 0


async def shut(mongo: Mongo, collection: str, session: Session) -> None:
    """From now on no batch passes, until somebody opens the gate or HOLD seconds are over."""
    until = {"$add": ["$$NOW", int(HOLD * 1000)]}
    await mongo[collection].update_one({"_id": GATE}, [{"$set": {"open": False, "until": until}}], session=session)


async def shut_for_ever(mongo: Mongo, collection: str, session: Session) -> bool:
    """Keep a shut gate shut; False where somebody has opened it meanwhile."""
    kept = await mongo[collection].update_one({"_id": GATE, "open": False}, {"$unset": {"until": 1}}, session=session)
    return kept.matched_count == 1


async def open_again(mongo: Mongo, collection: str, *, lapsed: bool = False) -> None:
    """Open a gate that is shut, but not for ever; where `lapsed`, only if HOLD seconds are over."""
    query: Document = {"_id": GATE, "until": {"$exists": True}}
    over: Document = {"$expr": {"$lt": ["$until", "$$NOW"]}} if lapsed else {}
    await mongo[collection].update_one(query | over, {"$set": {"open": True}, "$unset": {"until": 1}})


async def with_gate(mongo: Mongo, collection: str, session: Session | None = None) -> None:
    """Give a collection its gate. It counts as a removed document, so that no reader sees it."""
    fresh = {"$setOnInsert": {"_gone": True, "open": True, "passed": [0]}}
    await mongo[collection].update_one({"_id": GATE}, fresh, upsert=True, session=session)


class Live:
    """Where the views of one service live, as far as this process knows.

    A reader asks `of` and may be FRESH seconds behind; what it then reads is whole, only older. A writer may be behind
    for as long as it likes: the gate of a collection that is no longer live does not let its batches pass.
    """

    def __init__(self, mongo: Mongo, views: Sequence[View]) -> None:
        self._mongo, self._views = mongo, views
        self._known: Mapping[str, str] = {}
        self._asked = float("-inf")

    async def of(self, view: View) -> str:
        """The collection to read and to write; a view that is new gets one."""
        if asyncio.get_running_loop().time() - self._asked > FRESH or view.name not in self._known:
            await self.ask()
        return self._known[view.name]

    async def ask(self) -> None:
        """Look where the views live now."""
        asked = asyncio.get_running_loop().time()
        found = (
            await self._mongo[VIEWS]
            .find({"_id": {"$in": [view.name for view in self._views]}}, {"live": 1})
            .to_list(None)
        )
        missing = {view.name for view in self._views} - {document["_id"] for document in found}
        for name in missing:
            await self._register(name)
        if missing:
            await self.ask()
        else:
            self._known, self._asked = {document["_id"]: document["live"] for document in found}, asked

    async def has_moved(self, view: View, collection: str) -> bool:
        """Ask whether the view lives elsewhere now."""
        await self.ask()
        return self._known[view.name] != collection

    async def passable(self, view: View, collection: str) -> None:
        """Wait until a batch that did not pass may try again, there or where the view lives then."""
        while not await self.has_moved(view, collection):
            gate = await self._mongo[collection].find_one({"_id": GATE})
            if gate is None or gate["open"]:
                return
            await open_again(self._mongo, collection, lapsed=True)
            await asyncio.sleep(LOOK)

    async def _register(self, name: str) -> None:
        """Let a view live in the collection of its name.

        Both writes or none: a collection without a gate has been dropped, and must not get one again.
        """

        async def work(session: Session) -> None:
            await self._mongo[VIEWS].insert_one({"_id": name, "live": name, "number": 1}, session=session)
            await with_gate(self._mongo, name, session)

        try:
            await self._mongo.transaction(work)
        except DuplicateKeyError:
            return  # another process was first, and it wrote the same


async def measure(mongo: Mongo, up: Callable[[], None], seconds: float = 5.0) -> None:
    """Tell the metric how far rebuilds are, which run in processes of their own; calls `up` when it has."""
    known: set[str] = set()
    while True:
        building = await mongo[VIEWS].find({"building": {"$exists": True}}).to_list(None)
        ratios = {one["_id"]: one["building"].get("ratio", 0.0) for one in building}
        known |= ratios.keys()
        for view in known:
            REBUILD.labels(view).set(ratios.get(view, 1.0))
        up()
        await asyncio.sleep(seconds)
