"""Leases: who may do a piece of work until when, by MongoDB's clock, so that no machine's own clock matters."""

from collections.abc import Sequence
from typing import Any

from shared.mongo import Document, Mongo, Session, beginning

LEASES = "leases"
SECONDS = 10.0


class LeaseLost(Exception):
    """Somebody else has taken the work over; what was done under the old token must not count."""


class Leases:
    """Leases of one database, each renewed by its holder before `seconds` have passed.

    The token rises whenever a lease changes hands. A holder that slept past the end of its lease cannot know that from
    its own clock; it finds out when its token is checked.
    """

    def __init__(self, mongo: Mongo, holder: str, seconds: float = SECONDS) -> None:
        self._mongo, self.holder, self.seconds = mongo, holder, seconds

    async def acquire(self, name: str) -> int | None:
        """Take or renew a lease; answers its token, None where somebody else holds it."""
        mine = {"$eq": ["$holder", self.holder]}
        lapsed = {"$lte": [{"$ifNull": ["$until", "$$NOW"]}, "$$NOW"]}
        token = {"$ifNull": ["$token", 0]}
        taken = {
            "holder": self.holder,
            "token": {"$cond": [mine, token, {"$add": [token, 1]}]},
            "until": {"$add": ["$$NOW", int(self.seconds * 1000)]},
        }
        free = {"_id": name, "$expr": {"$or": [mine, lapsed]}}
        lease: Any = await self._mongo[LEASES].find_one_and_update(
            free, [{"$set": taken}], {"token": 1}, return_document=True
        )
        if lease is None and await self._created(name):
            return await self.acquire(name)
        return None if lease is None else int(lease["token"])

    async def _created(self, name: str) -> bool:
        """Whether the lease was missing and is there now, for anybody to take: an upsert cannot ask for $expr."""
        fresh = {"$setOnInsert": {"token": 0, "holder": None}}
        return (await self._mongo[LEASES].update_one({"_id": name}, fresh, upsert=True)).upserted_id is not None

    async def release(self, name: str) -> None:
        """Let others have it at once; does nothing where it is no longer ours."""
        lapsed = [{"$set": {"until": "$$NOW", "holder": None}}]
        await self._mongo[LEASES].update_one({"_id": name, "holder": self.holder}, lapsed)

    async def held(self, prefix: str) -> Sequence[Document]:
        """The leases whose names begin like this and that have not lapsed."""
        begins: Document = {"_id": beginning(prefix)}
        return await self._mongo[LEASES].find(begins | {"$expr": {"$gt": ["$until", "$$NOW"]}}).to_list(None)

    async def fence(self, name: str, token: int, session: Session) -> None:
        """Part of a transaction that must only happen under this token. Raises LeaseLost.

        It writes to the lease, so that a change of hands meanwhile makes one of the two transactions fail.
        """
        mine = {"_id": name, "holder": self.holder, "token": token}
        fenced = await self._mongo[LEASES].update_one(mine, {"$inc": {"uses": 1}}, session=session)
        if fenced.matched_count == 0:
            raise LeaseLost(f"{name} is no longer held under token {token}")

    async def record(self, name: str, token: int, done: Sequence[Any]) -> None:
        """Write down what has been done, under this token only, in the place of what was there. Raises LeaseLost."""
        mine = {"_id": name, "holder": self.holder, "token": token}
        recorded = await self._mongo[LEASES].update_one(mine, {"$set": {"done": done}})
        if recorded.matched_count == 0:
            raise LeaseLost(f"{name} is no longer held under token {token}")

    async def recorded(self, name: str) -> Sequence[Any]:
        """What was last written down, by whichever holder."""
        lease = await self._mongo[LEASES].find_one({"_id": name}, {"done": 1}) or {}
        return list(lease.get("done", ()))
