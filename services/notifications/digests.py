"""Digests: one delivery that tells what has come for a recipient since the last one, sent once however many send.

A digest is a delivery like any other, so it is leased, retried and recorded as one. What it tells is settled under its
lease before it is composed: joining and sealing are transactions that both write to it, so whatever joins is told by
it or joins the next one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid5

from pymongo.errors import DuplicateKeyError

from services.notifications.deliveries import GONE_BY, NAMES, Deliveries, addressee
from services.notifications.outcomes import Withdrawn
from services.notifications.recipients import Recipient
from shared.mongo import Document, Mongo, Session

DIGEST = "digest"
OF_ITEM = (  # what a digest has not of its first
    "lease", "sending_since", "slots", "thread", "sequence", "told", "wanted", "out_of", "digest", "hookable",
    "endpoint", "endpoints",
)  # fmt: skip


def digest_id(recipient: Recipient, due: datetime) -> str:
    """One digest for each recipient and time."""
    return str(uuid5(NAMES, "\n".join((DIGEST, recipient.key, due.isoformat()))))


@dataclass(frozen=True)
class Digests:
    """The digests among the deliveries."""

    mongo: Mongo
    deliveries: Deliveries

    async def join(self, item: Document, due: datetime, at: datetime) -> bool:
        """Let a leased delivery wait for the digest of this time; False where that one takes no more."""
        try:
            return await self.mongo.transaction(lambda session: self._join(item, due, at, session))
        except DuplicateKeyError:  # another item has just begun this digest
            return await self.mongo.transaction(lambda session: self._join(item, due, at, session))

    async def _join(self, item: Document, due: datetime, at: datetime, session: Session) -> bool:
        stored, id = self.deliveries.collection, digest_id(addressee(item).recipient, due)
        found = await stored.find_one({"_id": id}, {"items": 1, "status": 1}, session=session)
        if found is None:
            await stored.insert_one(_begun(item, id, due, at), session=session)
        elif "items" in found or found["status"] not in ("pending", "sending"):
            return False
        else:
            await stored.update_one({"_id": id}, {"$inc": {"joined": 1}}, session=session)
        waits: Document = {"$set": {"status": "pending", "digest": id, "waits_until": due}, "$inc": {"tries": -1}}
        gone = {"$unset": GONE_BY | {"due_at": True}}
        await stored.update_one({"_id": item["_id"], "lease": item["lease"]}, waits | gone, session=session)
        return True

    async def seal(self, digest: Document) -> None:
        """Settle what a leased digest tells; from now on nothing joins it. Raises Withdrawn where that is nothing."""
        if "items" not in digest:
            digest["items"] = await self.mongo.transaction(lambda session: self._seal(digest["_id"], session))
        if not digest["items"]:
            raise Withdrawn("there is nothing left to tell")

    async def _seal(self, id: str, session: Session) -> list[str]:
        stored = self.deliveries.collection
        waiting = stored.find({"digest": id, "status": "pending"}, {"_id": 1}, session=session)
        items = [one["_id"] for one in await waiting.sort([("created_at", 1), ("_id", 1)]).to_list(None)]
        await stored.update_one({"_id": id}, {"$set": {"items": items}}, session=session)
        return items

    async def items(self, digest: Document) -> list[Document]:
        """The deliveries that a sealed digest tells, in the order in which they came."""
        found = self.deliveries.collection.find({"_id": {"$in": digest["items"]}, "status": "pending"})
        return await found.sort([("created_at", 1), ("_id", 1)]).to_list(None)

    async def settle(self, digest: Document) -> None:
        """Let the items share the digest's fate; what it could not tell goes alone. A second time changes nothing."""
        stored = self.deliveries.collection
        told = digest.get("told_items", digest.get("items", []))
        waiting = {"digest": digest["_id"], "status": "pending", "due_at": {"$exists": False}}
        ended = digest["attempts"][-1]
        if "sent_at" in digest:
            shared: Mapping[str, object] = {"status": "sent", "sent_at": digest["sent_at"], "channel": "email"}
            await stored.update_many(
                {**waiting, "_id": {"$in": told}}, {"$set": shared, "$push": {"attempts": ended}, "$inc": {"tries": 1}}
            )
        if "sent_at" in digest or digest["status"] == "cancelled":
            await stored.update_many(waiting, {"$set": {"due_at": ended["at"], "tried_from": ended["at"]}})
        else:
            lost = {"$set": {"status": digest["status"]}, "$push": {"attempts": ended}, "$inc": {"tries": 1}}
            await stored.update_many(waiting, lost)


def _begun(item: Document, id: str, due: datetime, at: datetime) -> Document:
    """A digest is as its first item in all but what makes it a digest: whatever decides how that is sent holds here."""
    taken_over = {name: value for name, value in item.items() if name not in OF_ITEM}
    own = {"_id": id, "message": DIGEST, "subject": DIGEST, "about": [DIGEST], "status": "pending", "joined": 1}
    times = {"created_at": at, "tried_from": due, "due_at": due}
    return {**taken_over, **own, **times, "tries": 0, "attempts": [], "untold": True}
