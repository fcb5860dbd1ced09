"""Private records: what stands beside a stream and in no topic, since few may read it and it must be erasable."""

from collections.abc import Iterable

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
        found = await self._mongo[self._collection].find({"_id": {"$in": list(ids)}}).to_list(None)
        return {one["_id"]: one["record"] for one in found}

    async def erase(self, ids: Iterable[str]) -> None:
        """Forget these records; those that are gone already stay so."""
        await self._mongo[self._collection].delete_many({"_id": {"$in": list(ids)}})
