"""Addresses that are not written to any more, because what was sent there failed for good.

An address is kept as its keyed hash: it is personal data, and nobody needs to read it to know it again.
"""

import hashlib
import hmac
from datetime import datetime
from functools import partial

from shared.mongo import Document, Mongo, by_id
from shared.together import Together


def mailbox_key(address: str, secret: str) -> str:
    """By which an address is known again; upper and lower case are the same mailbox."""
    return hmac.new(secret.encode(), f"mailbox {address.lower()}".encode(), hashlib.sha256).hexdigest()[:32]


class Suppressions:
    """The collection of suppressed addresses; a released one stays, as the record of who released it."""

    def __init__(self, mongo: Mongo, secret: str) -> None:
        self._collection, self._secret = mongo["suppressions"], secret
        self._found = Together(partial(by_id, self._collection, projection={"released_at": 1}))

    def key(self, address: str) -> str:
        """The id under which this address is suppressed, if it is."""
        return mailbox_key(address, self._secret)

    async def holds(self, address: str) -> bool:
        """Whether this address must not be written to."""
        found = await self._found(self.key(address))
        return found is not None and found["released_at"] is None

    async def add(self, key: str, delivery: str, why: str, at: datetime) -> None:
        """Suppress an address; one that is suppressed already stays as it is. `why` has no personal data."""
        fresh = {"since": at, "delivery": delivery, "why": why, "released_at": None, "released_by": None}
        released = {"_id": key, "released_at": {"$ne": None}}
        if (await self._collection.update_one(released, {"$set": fresh})).matched_count == 0:
            await self._collection.update_one({"_id": key}, {"$setOnInsert": fresh}, upsert=True)

    async def release(self, key: str, by: str, at: datetime) -> Document | None:
        """Allow an address again, in the name of an operator; answers it, None where it was never suppressed."""
        released = {"$set": {"released_at": at, "released_by": by}}
        await self._collection.update_one({"_id": key, "released_at": None}, released)
        return await self.get(key)

    async def get(self, key: str) -> Document | None:
        """One suppression, released or not."""
        return await self._collection.find_one({"_id": key})

    async def page(self, after: str | None, limit: int) -> list[Document]:
        """So many that are in force, in the order of their ids, behind the one named `after`."""
        beyond = {"_id": {"$gt": after}} if after is not None else {}
        return await self._collection.find({"released_at": None, **beyond}).sort("_id").limit(limit).to_list(None)
