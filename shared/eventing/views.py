"""Keeps views up to date: reads the documents a batch touches, evolves them in memory, writes them back guarded."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from pymongo import ReplaceOne
from pymongo.errors import BulkWriteError

from shared.eventing import live
from shared.eventing.event import Event, Recorded, by_type
from shared.eventing.evolution import Touched, evolve, loaded, lost_race, shown, touched, write
from shared.eventing.view import Document, View
from shared.mongo import Collection, Mongo
from shared.together import Together

# A reader that waits for its own write is woken if this process keeps the view; if not, only looking again helps.
POLL, SLOWEST = 0.05, 0.2  # seconds between two looks, at first and at last
PAGE = 100  # documents that `each` reads at a time
T = TypeVar("T")


class Behind(Exception):
    """A view has not seen what its reader waits for."""


class Views:
    """The views of one service, one collection each, which a rebuild may replace by another at any time.

    A stored document carries `_seen`, the last sequence applied per stream, which makes redelivery harmless, and
    `_rev`, which makes two consumers that overlap during a rebalance harmless. A removed document leaves an empty one
    behind with `_gone` set, so that a late redelivery cannot bring it back.
    """

    def __init__(self, mongo: Mongo, views: Iterable[View]) -> None:
        self.mongo = mongo
        self.views = tuple(views)
        self._live = live.Live(mongo, self.views)
        self._asked: dict[str, Together[str, Document | None]] = {}
        self._awaited: WeakValueDictionary[tuple[str, str], asyncio.Event] = WeakValueDictionary()
        self.handles = by_type(event for view in self.views for event in view.handles)

    async def prepare(self) -> None:
        """Create the indexes that the views declare."""
        for view in self.views:
            await index(self.mongo[await self._live.of(view)], view)

    async def apply(self, batch: Sequence[Recorded]) -> None:
        """Bring every view up to date with these events; each stream's events come in order."""
        for view in self.views:
            await self.apply_to(view, batch)

    async def apply_to(self, view: View, batch: Sequence[Recorded]) -> None:
        """Bring one view up to date; raises what the view raises, and then nothing of the batch is in it."""
        types: set[type[Event]] = {type(recorded.event) for recorded in batch}
        handled = types.intersection(view.handles)
        relevant = batch if handled == types else [one for one in batch if type(one.event) in handled]
        changes = touched(view, relevant)
        while changes and not await self._valid(view, changes, collection := await self._live.of(view)):
            # another consumer wrote one of the documents first, or the view is moving: look at what is there then
            await self._live.passable(view, collection)
        self._tell(view, changes)

    async def _valid(self, view: View, changes: Touched, name: str) -> bool:
        """Apply; whether that was done where the view lives. Elsewhere documents may miss what the events rest on."""
        try:
            return await self._applied(view, changes, self.mongo[name])
        except Exception:
            if await self._live.has_moved(view, name):
                return False
            raise

    async def _applied(self, view: View, changes: Touched, collection: Collection) -> bool:
        """Whether all is written, and the gate was open."""
        ids = list({key for key, _ in changes})
        found = await collection.find({"_id": {"$in": ids}}).to_list(None)
        documents = dict.fromkeys(ids, None) | {document["_id"]: document for document in found}
        evolving = {key: loaded(stored) for key, stored in documents.items()}
        evolve(view, evolving, changes)
        writes = [write(key, one) for key, one in evolving.items() if one.changed]
        expected = 1 + sum(isinstance(one, ReplaceOne) for one in writes)
        try:
            result = await collection.bulk_write(live.through_gate(writes))
        except BulkWriteError as error:
            if live.stopped_at_gate(error) or lost_race(error):
                return False
            raise
        return result.matched_count == expected

    async def get(self, view: View, key: str) -> Document | None:
        """One document under its `id`, or None."""
        if view.name not in self._asked:
            self._asked[view.name] = Together(partial(self._get, view))
        return await self._asked[view.name](key)

    async def _get(self, view: View, keys: Sequence[str]) -> list[Document | None]:
        found = {one["id"]: one for one in await self.find(view, {"_id": {"$in": list(keys)}}, limit=len(keys))}
        return [found.get(key) for key in keys]

    async def find(
        self,
        view: View,
        filter: Mapping[str, Any],
        *,
        sort: Sequence[str] = ("_id",),
        after: str | None = None,
        limit: int = 100,
        without: Sequence[str] = (),
    ) -> list[Document]:
        """The documents that match; `after` continues behind an id, which needs the default order.

        A field with a minus in front, as `-held_on`, has the greatest first. Fields named in `without` stay behind.
        """
        condition = {**filter, "_gone": {"$exists": False}} | ({"_id": {"$gt": after}} if after is not None else {})
        left_out = dict.fromkeys(without, 0) or None
        order = [(name.removeprefix("-"), -1 if name.startswith("-") else 1) for name in sort]

        def read(collection: Collection) -> Awaitable[list[Document]]:
            return collection.find(condition, left_out).sort(order).limit(limit).to_list(None)

        return [shown(document) for document in await self._read(view, read)]

    async def each(self, view: View, filter: Mapping[str, Any]) -> AsyncIterator[Document]:
        """All documents that match, by their ids; read page by page, so what changes meanwhile may or may not show."""
        after: str | None = None
        while page := await self.find(view, filter, after=after, limit=PAGE):
            for document in page:
                yield document
            after = page[-1]["id"]

    async def reached(self, view: View, key: str, stream: str, version: int, seconds: float = 2.0) -> bool:
        """Whether the document has seen this version of the stream, within so many seconds."""
        try:
            await self.at(view, key, stream, version, seconds)
        except Behind:
            return False
        return True

    async def at(self, view: View, key: str, stream: str, version: int, seconds: float) -> Document | None:
        """The document once it has seen this version of the stream, None where it is gone by then.

        Raises Behind where that takes more than so many seconds.
        """
        deadline, pause = monotonic() + seconds, POLL
        while True:
            news = self._awaited.setdefault((view.name, key), asyncio.Event())
            document = await self.mongo[await self._live.of(view)].find_one({"_id": key})
            if document is not None and document["_seen"].get(stream, 0) >= version:
                return None if "_gone" in document else shown(document)
            left = deadline - monotonic()
            if left <= 0:
                raise Behind(f"{view.name} has not seen version {version} of {stream}")
            with suppress(TimeoutError):
                async with asyncio.timeout(min(pause, left)):
                    await news.wait()
            pause = min(2 * pause, SLOWEST)

    def _tell(self, view: View, changes: Touched) -> None:
        """Wake whoever waits for one of these documents in this process."""
        for key, _ in changes:
            if news := self._awaited.pop((view.name, key), None):
                news.set()

    async def _read(self, view: View, read: Callable[[Collection], Awaitable[T]]) -> T:
        """Read where the view lives. Nothing found may mean that it has moved, and that the old place was dropped."""
        name = await self._live.of(view)
        found = await read(self.mongo[name])
        if not found and await self._live.has_moved(view, name):
            return await self._read(view, read)
        return found


async def index(collection: Collection, view: View) -> None:
    """Create the indexes that the view declares."""
    for fields in view.indexes:
        await collection.create_index(list(fields))
