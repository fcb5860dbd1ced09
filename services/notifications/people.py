"""Copies of the other services' people, which remember who was erased and delete the texts that named them."""

from collections.abc import Collection, Sequence
from functools import partial

from aiokafka import ConsumerRecord

from services.notifications.deliveries import Deliveries
from services.notifications.outcomes import NotYetKnown
from shared.eventing.records import Mirror
from shared.eventing.view import Document
from shared.mongo import Mongo, by_id
from shared.together import Together


class People(Mirror):
    """A mirror that tells the erased, of whom the id alone is kept, from those who have not arrived yet."""

    def __init__(self, mongo: Mongo, topic: str, collection: str, deliveries: Deliveries) -> None:
        super().__init__(mongo, topic, collection)
        self._deliveries = deliveries
        self._found = Together(partial(by_id, mongo[collection]))

    async def person(self, id: str) -> Document | None:
        """The person, None where erased. Raises NotYetKnown."""
        found = await self._found(id)
        if found is None:
            raise NotYetKnown(f"person {id}")
        return found.get("record")

    async def apply(self, batch: Sequence[ConsumerRecord[bytes, bytes]]) -> None:
        """Bring the copy up to date; the texts that name an erased person are deleted."""
        await super().apply(batch)
        gone = [message.key.decode() for message in batch if message.key is not None and message.value is None]
        await self._deliveries.forget(await self.erased(gone))

    async def erased(self, ids: Collection[str]) -> list[str]:
        """Those of these people who were erased."""
        gone = {"_id": {"$in": list(ids)}, "record": {"$exists": False}}
        return [one["_id"] async for one in self.mongo[self.collection].find(gone, {"_id": 1})]
