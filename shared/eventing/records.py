"""Records: the last state of something under its key, on a compacted topic. What must be erasable travels this way."""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from aiokafka import ConsumerRecord
from pydantic import BaseModel
from pymongo import UpdateOne

from shared.eventing.outbox import Outgoing, Pending
from shared.mongo import Document, Mongo

SEQUENCE = "ce_sequence"


class Register:
    """The publisher's side: keeps each record with a version, and is the outbox of those not yet sent.

    Only the last version of a record is sent, which is all that a compacted topic promises to keep.
    """

    def __init__(self, mongo: Mongo, topic: str, collection: str = "people") -> None:
        self._mongo, self.topic, self.collection = mongo, topic, collection
        self.name = collection

    async def prepare(self) -> None:
        """Create the index on which sending rests."""
        await self._mongo[self.collection].create_index("pending", partialFilterExpression={"pending": True})

    async def get(self, id: str) -> Document | None:
        """The record as it was put, None where there is none or it was erased."""
        found = await self._mongo[self.collection].find_one({"_id": id})
        return None if found is None else found["record"]

    async def among(self, ids: Iterable[str]) -> dict[str, Document | None]:
        """Those of these records that there are or were, by id; None in place of one that was erased."""
        found = await self._mongo[self.collection].find({"_id": {"$in": list(ids)}}).to_list(None)
        return {one["_id"]: one["record"] for one in found}

    async def put(self, id: str, record: BaseModel) -> int:
        """Keep this record and tell everybody; answers its version. The same record again changes nothing."""
        return await self._write(id, record.model_dump(mode="json"))

    async def erase(self, id: str) -> int:
        """Forget the record here and, by a tombstone, everywhere; answers the version, 0 where there was none."""
        known = await self._mongo[self.collection].find_one({"_id": id}, {"_id": 1})
        return 0 if known is None else await self._write(id, None)

    async def _write(self, id: str, record: Document | None) -> int:
        changed = {"$ne": [{"$ifNull": ["$record", None]}, {"$literal": record}]}
        fresh = {"$eq": [{"$type": "$version"}, "missing"]}
        version = {"$add": [{"$ifNull": ["$version", 0]}, 1]}
        news = {"record": {"$literal": record}, "version": version, "time": "$$NOW", "pending": {"$literal": True}}
        stored: Any = await self._mongo[self.collection].find_one_and_update(
            {"_id": id},
            [{"$replaceWith": {"$cond": [{"$or": [fresh, changed]}, {"_id": "$_id", **news}, "$$ROOT"]}}],
            upsert=True,
            return_document=True,
        )
        return int(stored["version"])

    def concerns(self, change: Document) -> bool:
        """Whether the change may have made a record pending."""
        return True

    async def pending(self, limit: int, but: Collection[Any] = ()) -> Sequence[Pending]:
        """Up to so many records whose last version has not been sent, without those with a version on its way."""
        wanted: Document = {"pending": True}
        if but:
            wanted["_id"] = {"$nin": [id for id, _ in but]}
        found = await self._mongo[self.collection].find(wanted).limit(limit).to_list(None)
        return [Pending((one["_id"], one["version"]), one["time"], None, (self._message(one),)) for one in found]

    async def mark_sent(self, tokens: Sequence[Any]) -> None:
        """These versions are out; a record that has changed since stays pending."""
        marks = [UpdateOne({"_id": id, "version": version}, {"$unset": {"pending": True}}) for id, version in tokens]
        await self._mongo[self.collection].bulk_write(marks, ordered=False)

    def _message(self, stored: Document) -> Outgoing:
        value = None if stored["record"] is None else _json(stored["record"])
        headers = [("content-type", b"application/json"), (SEQUENCE, str(stored["version"]).encode())]
        return Outgoing(self.topic, stored["_id"].encode(), value, headers)


class Mirror:
    """A consumer's copy of the records on a topic; of an erased record it keeps the id and the version alone.

    The version makes an older message harmless, whoever brings it late: a consumer that has lost its partition without
    knowing, or a replay. It must not bring back who was erased.
    """

    def __init__(self, mongo: Mongo, topic: str, collection: str = "people") -> None:
        self.mongo, self.topic, self.collection = mongo, topic, collection

    async def get(self, id: str) -> Document | None:
        """The record, None where it has not arrived or was erased."""
        found = await self.mongo[self.collection].find_one({"_id": id})
        return None if found is None else found.get("record")

    async def apply(self, batch: Sequence[ConsumerRecord[bytes, bytes]]) -> None:
        """Bring the copy up to date; of several messages with one key the last one counts."""
        last = {message.key.decode(): message for message in batch if message.key is not None}
        if last:
            writes = [_write(key, version(one), one.value) for key, one in last.items()]
            await self.mongo[self.collection].bulk_write(writes, ordered=False)


def version(message: ConsumerRecord[bytes, bytes]) -> int:
    """The version of the record that a message carries. Raises ValueError where it says none."""
    said = next((value for name, value in message.headers if name == SEQUENCE), None)
    if said is None:
        raise ValueError(f"header {SEQUENCE} is missing")
    return int(said)


def _write(id: str, version: int, value: bytes | None) -> UpdateOne:
    news = {"_id": "$_id", "version": version}
    if value is not None:
        news["record"] = {"$literal": json.loads(value)}
    older = {"$lt": [{"$ifNull": ["$version", 0]}, version]}
    return UpdateOne({"_id": id}, [{"$replaceWith": {"$cond": [older, news, "$$ROOT"]}}], upsert=True)


def _json(record: Document) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
