"""Private records: what stands beside a stream and in no topic, since few may read it and it must be erasable."""

from collections.abc import Iterable
from typing import Any

from shared.mongo import Document, Mongo


class Private:
    """One collection of records by id, of which events name the ids alone. Nothing here is ever sent anywhere."""

    def __init__(self, mongo: Mongo, collection: str) -> None:
        self._mongo, self._collection = mongo, collection

    async def keep(self, id: str, record: Document) -> None:
        """Keep this record in place of any other under its id."""
        await self._mongo[self._collection].replace_one({"_id": id}, {"record": record}, upsert=True)

    async def get(self, id: str) -> Document | None:
        """The record, None where there is none or it was erased."""
        return (await self.among([id])).get(id)

    async def among(self, ids: Iterable[str]) -> dict[str, Document]:
        """Those of these records that there are, by id."""
        return await self._find({"_id": {"$in": list(ids)}})

    async def under(self, prefix: str) -> dict[str, Document]:
        """All records whose ids begin so, by id."""
        return await self._find(_under(prefix))

    async def erase(self, ids: Iterable[str]) -> None:
        """Forget these records; those that are gone already stay so."""
        await self._mongo[self._collection].delete_many({"_id": {"$in": list(ids)}})

    async def erase_under(self, prefix: str) -> None:
        """Forget all records whose ids begin so."""
        await self._mongo[self._collection].delete_many(_under(prefix))

    async def _find(self, condition: Document) -> dict[str, Document]:
        found = await self._mongo[self._collection].find(condition).to_list(None)
        return {one["_id"]: one["record"] for one in found}


def _under(prefix: str) -> dict[str, Any]:
    return {"_id": {"$gte": prefix, "$lt": prefix[:-1] + chr(ord(prefix[-1]) + 1)}}
