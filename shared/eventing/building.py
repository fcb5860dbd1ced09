"""A view's next collection while it is being built: what a rebuild has read, evolved, and stored with how far it is."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from typing import Any

from aiokafka import TopicPartition
from pymongo import ReplaceOne
from pymongo.errors import BulkWriteError

from shared.eventing import arrival
from shared.eventing.event import Recorded, by_type
from shared.eventing.evolution import Evolving, Touched, evolve, loaded, lost_race, touched, write
from shared.eventing.history import Chunk, Message
from shared.eventing.parking import parked_id
from shared.eventing.view import Document, View
from shared.mongo import Mongo

MANY = 20_000  # documents in memory
OFTEN = 5.0  # seconds of work that a crash may cost
WRITES = 2_000  # documents in one bulk

Store = Callable[[Document], Awaitable[None]]
"""Stores how far the building is; raises LeaseLost where it has become somebody else's."""


class Inapplicable(Exception):
    """An event stands in the way: the view cannot be built until it is applicable, or discarded."""


class Raced(Exception):
    """Another process has written to the same collection; what is in memory is not what is stored."""


class Building:
    """Documents of a view in memory, in front of their collection. Nobody reads that collection yet.

    Where this process ends, `state` as last stored and the collection's documents are enough to go on: documents may
    have seen more than `state` says, and drop what they get twice. `lane` is the consumer whose discarded events are
    left out here too, `discarded` their ids.
    """

    def __init__(
        self, mongo: Mongo, view: View, state: Document, store: Store, lane: str, discarded: Collection[str]
    ) -> None:
        self._view, self._store, self._lane, self._discarded = view, store, lane, discarded
        self.collection = mongo[state["collection"]]
        self._read = arrival.events(by_type(view.handles))
        self._documents: dict[str, Evolving] = {}
        self._saved = asyncio.get_running_loop().time()
        self.resume(state)

    def resume(self, state: Document) -> None:
        """Go on from what is stored."""
        self._documents.clear()
        self.offsets = {TopicPartition(one["topic"], one["partition"]): one["next"] for one in state["offsets"]}
        self.events: int = state["events"]

    async def take(self, chunk: Chunk) -> None:
        """Apply the events of these messages, in memory. Raises Inapplicable."""
        events = [event for message in chunk.messages if (event := self._event(message)) is not None]
        changes = touched(self._view, events)
        await self._load({key for key, _ in changes} - self._documents.keys())
        self._apply(changes)
        self.offsets[chunk.partition] = chunk.next
        self.events += len(events)
        if len(self._documents) > MANY or asyncio.get_running_loop().time() - self._saved > OFTEN:
            await self.save()

    async def save(self) -> None:
        """Store the documents, and then how far they are. Raises LeaseLost or Raced."""
        changed = [(key, one) for key, one in self._documents.items() if one.changed]
        for start in range(0, len(changed), WRITES):
            await self._write(changed[start : start + WRITES])
        offsets = [{**partition._asdict(), "next": offset} for partition, offset in self.offsets.items()]
        await self._store({"offsets": offsets, "events": self.events})
        if len(self._documents) > MANY:
            self._documents.clear()
        self._saved = asyncio.get_running_loop().time()

    def _event(self, message: Message) -> Recorded | None:
        arrived = self._read(message)
        if arrived is None or (self._discarded and parked_id(self._lane, arrived.id) in self._discarded):
            return None
        if arrived.error is not None:
            raise _inapplicable(arrived.id, arrived.error)
        event: Recorded = arrived.item
        return event

    async def _load(self, missing: Iterable[str]) -> None:
        if ids := list(missing):
            stored: Mapping[str, Any] = {
                one["_id"]: one for one in await self.collection.find({"_id": {"$in": ids}}).to_list(None)
            }
            self._documents.update((id, loaded(stored.get(id))) for id in ids)

    def _apply(self, changes: Touched) -> None:
        try:
            evolve(self._view, self._documents, changes)
        except Exception as error:
            unseen = (one for key, one in changes if one.sequence > self._documents[key].seen.get(one.stream, 0))
            raise _inapplicable(next(unseen).id, error) from error

    async def _write(self, changed: list[tuple[str, Evolving]]) -> None:
        writes = [write(key, one) for key, one in changed]
        try:
            result = await self.collection.bulk_write(writes, ordered=False)
        except BulkWriteError as error:
            if lost_race(error):
                raise Raced from error
            raise
        if result.matched_count != sum(isinstance(one, ReplaceOne) for one in writes):
            raise Raced
        for _, one in changed:
            one.revision, one.changed = one.revision + 1, False


def _inapplicable(id: str, error: Exception) -> Inapplicable:
    return Inapplicable(f"{id} cannot be applied, replay or discard it where it is parked: {type(error).__name__}")
