"""Digests: one delivery that tells what has come for a recipient since the last one, sent once however many send.

A digest is a delivery like any other, so it is leased, retried and recorded as one. What it tells is settled under its
lease before it is composed: joining and sealing are transactions that both write to it, so whatever joins is told by
it or joins the next one.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid5

from pymongo.errors import DuplicateKeyError

from services.notifications.deliveries import GONE_BY, NAMES, Deliveries, reader
from services.notifications.outcomes import Withdrawn
from services.notifications.progress import BOUNCED, REOPENED
from services.notifications.recipients import Recipient
from shared.mongo import Document, Mongo, Session

DIGEST = "digest"
OF_ITEM = (  # what a digest has not of its first
    "lease", "sending_since", "slots", "thread", "sequence", "told", "wanted", "out_of", "digest", "hookable",
    "endpoint", "endpoints", "successor",
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
        stored, id = self.deliveries.collection, digest_id(reader(item), due)
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
        if "items" in digest:
            await self._take_back(digest)
        else:
            digest["items"] = await self.mongo.transaction(lambda session: self._seal(digest["_id"], session))
        if not digest["items"]:
            raise Withdrawn("there is nothing left to tell")

    async def _seal(self, id: str, session: Session) -> list[str]:
        stored = self.deliveries.collection
        waiting = stored.find({"digest": id, "status": "pending"}, {"_id": 1}, session=session)
        items = [one["_id"] for one in await waiting.sort([("created_at", 1), ("_id", 1)]).to_list(None)]
        await stored.update_one({"_id": id}, {"$set": {"items": items}}, session=session)
        return items

    async def _take_back(self, digest: Document) -> None:
        """What failed with a digest that an operator has reopened is told by it again."""
        lost = {"_id": {"$in": digest["items"]}, "digest": digest["_id"], "status": {"$in": REOPENED}}
        again = {"status": "pending", "tries": 0, "tried_from": digest["tried_from"], "untold": True}
        await self.deliveries.collection.update_many(lost, {"$set": again})

    async def items(self, digest: Document) -> list[Document]:
        """The deliveries that a sealed digest tells, in the order in which they came."""
        waiting = {"status": "pending", "due_at": {"$exists": False}}
        found = self.deliveries.collection.find({"_id": {"$in": digest["items"]}, **waiting})
        return await found.sort([("created_at", 1), ("_id", 1)]).to_list(None)

    async def settle(self, digest: Document) -> None:
        """Let the items share the digest's fate; what it could not tell goes alone. A second time changes nothing."""
        stored, ended, told = self.deliveries.collection, digest["attempts"][-1], {"$in": _told(digest)}
        waiting = {"digest": digest["_id"], "status": "pending", "due_at": {"$exists": False}}
        attempted: Document = {"$push": {"attempts": ended}, "$inc": {"tries": 1}}
        alone: Document = {"$set": {"due_at": ended["at"], "tried_from": ended["at"]}}
        lost: Document = {"$set": {"status": digest["status"]}, **attempted}
        if digest["status"] == "sent":
            shared = {"status": "sent", "sent_at": digest["sent_at"], "channel": "email"}
            await stored.update_many({**waiting, "_id": told}, {"$set": shared, **attempted})
            await stored.update_many(waiting, alone)
        elif ended["outcome"] == BOUNCED:  # after it was sent, and perhaps after its items were told to be
            came_back: Document = {"$set": {"status": "failed", "untold": True}, "$push": {"attempts": ended}}
            with_it = {"digest": digest["_id"], "_id": told, "due_at": {"$exists": False}}
            await stored.update_many({**with_it, "status": {"$in": ["pending", "sent"]}}, came_back)
            await stored.update_many(waiting, alone)
        else:
            await stored.update_many(waiting, alone if digest["status"] == "cancelled" else lost)


def _told(digest: Document) -> list[str]:
    return list(digest["told_items"] if "told_items" in digest else digest.get("items", ()))


def _begun(item: Document, id: str, due: datetime, at: datetime) -> Document:
    """A digest is as its first item in all but what makes it a digest: whatever decides how that is sent holds here."""
    taken_over = {name: value for name, value in item.items() if name not in OF_ITEM}
    own = {"_id": id, "message": DIGEST, "subject": DIGEST, "about": [DIGEST], "status": "pending", "joined": 1}
    own |= {"recipient": vars(reader(item))}
    times = {"created_at": at, "tried_from": due, "due_at": due}
    return {**taken_over, **own, **times, "tries": 0, "attempts": [], "untold": True}
