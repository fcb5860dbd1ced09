"""Deliveries: one document per message to one recipient, from pending over sending to sent, failed or cancelled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from pymongo import UpdateOne

from services.notifications import claims
from services.notifications.claims import NOTHING, PRIORITIES, Priority
from services.notifications.outcomes import Suppressed, Undelivered, Withdrawn
from services.notifications.progress import BEFORE, BOUNCED, REOPENED, Status
from services.notifications.recipients import Addressee, Recipient
from services.notifications.succession import thread
from shared.eventing.event import Recorded
from shared.mongo import Document, Mongo
from shared.together import Together

NAMES = UUID(
    "6b0a2f4e-52d0-5c0f-8f0e-6a5d5f3c9a77"
)  # the namespace of delivery ids; changing it sends everything again
ATTEMPTS_KEPT = 100
OPEN: tuple[Status, ...] = ("pending", "sending")
GONE_BY = {"lease": True, "sending_since": True, "slots": True}  # belongs to one attempt


def delivery_id(event: Recorded, message: str, to: Addressee) -> str:
    """The same for every redelivery of the event, so that the second one changes nothing."""
    recipient = to.recipient
    parts = (event.source, event.id, message, recipient.kind, recipient.day or "", recipient.id, to.subject)
    return str(uuid5(NAMES, "\n".join(parts)))


def new_delivery(event: Recorded, message: str, to: Addressee, at: datetime) -> Document:
    """A delivery that is due at once.

    `due_at` is when somebody may take it: a pending one when its next attempt is due, a sending one when whoever took
    it must be presumed dead. What is done has none.
    """
    recipient = to.recipient
    return {
        "_id": delivery_id(event, message, to),
        "message": message,
        "recipient": {"kind": recipient.kind, "id": recipient.id, "day": recipient.day},
        "subject": to.subject,
        "about": [event.id, event.stream, to.subject],
        "cause": cause_id(event),
        "thread": thread(event, to),
        "sequence": event.sequence,
        "correlation": event.correlation,
        "traceparent": event.traceparent,
        "status": "pending",
        "priority": Priority.NORMAL,
        "created_at": at,
        "tried_from": at,
        "due_at": at,
        "tries": 0,
        "attempts": [],
        "untold": True,  # until the others have heard how it ended
    }


def cause_id(event: Recorded) -> str:
    """The key under which an event is kept for its deliveries."""
    return f"{event.source} {event.id}"


def addressee(delivery: Document) -> Addressee:
    """Who a delivery was made for, as its event names it."""
    return Addressee(Recipient(**delivery["recipient"]), delivery["subject"])


def reader(delivery: Document) -> Recipient:
    """Who is told now: the recipient, or the company that goes on for it."""
    recipient = Recipient(**delivery["recipient"])
    return replace(recipient, id=delivery.get("successor", recipient.id)) if recipient.kind == "company" else recipient


def customer(delivery: Document) -> str:
    """The id of the company whose endpoints are called, if it has any and the recipient is one."""
    return str(delivery.get("successor", delivery["recipient"]["id"]))


class Deliveries:
    """The collection of deliveries.

    What is settled stays so, but that an operator reopens what failed, and a bounce fails what was sent.
    """

    def __init__(self, mongo: Mongo) -> None:
        self.mongo = mongo
        self.collection = mongo["deliveries"]
        self._written = Together(self._write)

    async def prepare(self) -> None:
        """Create the indexes for taking work and for asking."""
        await claims.prepare(self.collection)
        await self.collection.create_index(["about", "status"])
        await self.collection.create_index(["recipient.id", "status"])
        await self.collection.create_index("status")
        await self.collection.create_index("people", sparse=True)
        await self.collection.create_index("successor", sparse=True)
        await self.collection.create_index("calendar.uid", sparse=True)
        canaries = {"message": "canary"}
        await self.collection.create_index([("created_at", -1)], name="canaries", partialFilterExpression=canaries)
        await self.collection.create_index("thread", sparse=True)
        await self.collection.create_index("digest", sparse=True)
        await self.collection.create_index("simulator", sparse=True)
        await self.collection.create_index("created_at")
        await self.collection.create_index(["untold", "status"], partialFilterExpression={"untold": True})
        await self.collection.create_index(["endpoint", "status"], sparse=True)

    async def add(self, deliveries: Iterable[Document]) -> None:
        """Those that are there already stay as they are."""
        writes = [UpdateOne({"_id": one["_id"]}, {"$setOnInsert": one}, upsert=True) for one in deliveries]
        if writes:
            await self.collection.bulk_write(writes, ordered=False)

    async def claim(self, at: datetime) -> Document | None:
        """Take the most important delivery that is due; nobody else gets it for the time of the LEASE."""
        for priority in PRIORITIES:
            if taken := await claims.take(self.collection, priority, at, 1):
                return taken[0]
        return None

    async def take(
        self, priority: Priority, at: datetime, most: int, but: Mapping[str, Any] = NOTHING
    ) -> list[Document]:
        """The same for several of one priority."""
        return await claims.take(self.collection, priority, at, most, but)

    async def hold(self, delivery: Document, until: datetime, what: Mapping[str, Any] = NOTHING) -> None:
        """Put back what may not go yet; no attempt was made."""
        await claims.hold(self.collection, delivery, until, what)

    async def free_stuck(self, at: datetime) -> None:
        """Put back, and count, what has been in sending for an hour."""
        await claims.free(self.collection, at)

    async def sent(
        self, delivery: Document, at: datetime, channel: str, code: int | None, what: Document, said: str | None = None
    ) -> None:
        """The other side has taken it. True whoever holds the lease by now, unless it is settled already."""
        sent = {
            "$set": {"status": "sent", "sent_at": at, "channel": channel, **what},
            "$unset": GONE_BY | {"due_at": True},
            "$push": _attempt(at, "sent", "", code, channel, said),
        }
        await self._written(UpdateOne({"_id": delivery["_id"], "status": {"$in": BEFORE["sent"]}}, sent))

    async def _write(self, writes: Sequence[UpdateOne]) -> Sequence[None]:
        await self.collection.bulk_write(writes, ordered=False)
        return [None] * len(writes)

    async def undelivered(self, delivery: Document, at: datetime, why: Undelivered, again: datetime | None) -> None:
        """The attempt came to nothing; the next is due at `again`, if there is one. Void if the lease was lost."""
        settled: Document = {"$set": {"status": _given_up(why)}, "$unset": GONE_BY | {"due_at": True}}
        waiting: Document = {"$set": {"status": "pending", "due_at": again}, "$unset": GONE_BY}
        attempt = {"$push": _attempt(at, why.outcome, why.detail, why.code, why.channel, why.said)}
        await self.collection.update_one(
            {"_id": delivery["_id"], "lease": delivery["lease"], "status": "sending"},
            (settled if again is None else waiting) | attempt,
        )

    async def get(self, id: str) -> Document | None:
        """One delivery."""
        return await self.collection.find_one({"_id": id})

    async def page(self, filter: Document, after: str | None, limit: int) -> list[Document]:
        """So many deliveries that match, in the order of their ids, behind the one named `after`."""
        beyond = {"_id": {"$gt": after}} if after is not None else {}
        return await self.collection.find({**filter, **beyond}).sort("_id").limit(limit).to_list(None)

    async def bounced(self, id: str, at: datetime, detail: str) -> Document | None:
        """What was sent has come back for good; answers the delivery, None where it is none that was sent."""
        attempt = _attempt(at, BOUNCED, detail, None, "email")
        failed: Document = {"$set": {"status": "failed", "untold": True}, "$push": attempt}
        return await self.collection.find_one_and_update({"_id": id, "status": "sent"}, failed)

    async def delivered(self, ids: Sequence[str], at: datetime) -> None:
        """The mailboxes have these, also where that they were sent is still to be recorded; the first time counts."""
        open_or_sent = {"status": {"$in": [*OPEN, "sent"]}, "delivered_at": {"$exists": False}}
        await self.collection.update_many({"_id": {"$in": list(ids)}, **open_or_sent}, {"$set": {"delivered_at": at}})

    async def invitation(self, uid: str) -> Document | None:
        """The delivery that was last sent about this entry of a calendar."""
        latest = [("calendar.sequence", -1), ("sent_at", -1)]
        return await self.collection.find_one({"calendar.uid": uid, "status": "sent"}, sort=latest)

    async def last_canary(self, *, read_back: bool = False) -> Document | None:
        """The newest canary that a mail server has taken, or that was read back from its mailbox."""
        arrived: Document = {"delivered_at": {"$exists": True}} if read_back else {"status": "sent"}
        return await self.collection.find_one({"message": "canary", **arrived}, sort=[("created_at", -1)])

    async def resend(self, id: str, at: datetime) -> bool:
        """Reopen what failed or was suppressed, as if it had just been made; False where it is neither."""
        return await self._reopen({"_id": id}, at) == 1

    async def recover(self, endpoint: str, since: datetime, at: datetime) -> int:
        """Reopen everything that was made since then and failed at this endpoint; answers how many these are."""
        return await self._reopen({"endpoint": endpoint, "created_at": {"$gte": since}}, at)

    async def _reopen(self, which: Document, at: datetime) -> int:
        reopened = {"status": "pending", "due_at": at, "tries": 0, "tried_from": at, "untold": True}
        closed = {**which, "status": {"$in": REOPENED}}
        begun = {"$set": reopened, "$unset": {"delivered_at": True}}
        return (await self.collection.update_many(closed, begun)).modified_count

    async def forget(self, people: list[str]) -> None:
        """Delete the texts that name any of these people, and by which addresses would be known again."""
        if people:
            await self.collection.update_many({"people": {"$in": people}}, {"$unset": {"text": True, "address": True}})

    async def figures(self, about: str | None) -> dict[str, int]:
        """How many deliveries there are in each status, about this or about anything."""
        match = [{"$match": {"about": about}}] if about is not None else []
        counted = await self.mongo.aggregate("deliveries", [*match, {"$group": {"_id": "$status", "n": {"$sum": 1}}}])
        return {one["_id"]: one["n"] for one in counted}


def _given_up(why: Undelivered) -> Status:
    match why:
        case Withdrawn():
            return "cancelled"
        case Suppressed():
            return "suppressed"
    return "failed"


def _attempt(
    at: datetime, outcome: str, detail: str, code: int | None, channel: str | None, said: str | None = None
) -> dict[str, Any]:
    attempt = {"at": at, "outcome": outcome, "detail": detail, "code": code, "channel": channel}
    if said is not None:
        attempt["response"] = said
    return {"attempts": {"$each": [attempt], "$slice": -ATTEMPTS_KEPT}}
