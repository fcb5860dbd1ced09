"""Who may work on which delivery: leases, the more important first, and what happens to those that nobody ends."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any
from uuid import uuid4

from prometheus_client import Counter

from shared.mongo import Collection, Document

LEASE = timedelta(seconds=60)  # an attempt of at most 30 s, or a suspension of 40 s within a short one
STUCK_AFTER = timedelta(hours=1)
STUCK = "stuck"  # the outcome of an attempt of which nothing is known
AGAIN = timedelta(minutes=1)
PUT_BACK = Counter("liaison_deliveries_put_back", "Deliveries in sending for an hour, with no attempt that ended")
NOTHING: Mapping[str, Any] = {}


class Priority(IntEnum):
    """`URGENT` is what somebody's safety may depend on, `BULK` what may wait for everything else."""

    URGENT = 0
    NORMAL = 1
    BULK = 2


PRIORITIES = tuple(Priority)


def of_priority(priority: Priority) -> Document:
    """Matches the deliveries of a priority; those from before there were any are normal."""
    return {"priority": {"$in": [priority, None]} if priority is Priority.NORMAL else priority}


async def prepare(deliveries: Collection) -> None:
    """Create the index by which work is found."""
    due = {"due_at": {"$exists": True}}
    await deliveries.create_index(["priority", "due_at"], partialFilterExpression=due)


async def take(
    deliveries: Collection, priority: Priority, at: datetime, most: int, but: Mapping[str, Any] = NOTHING
) -> list[Document]:
    """Take those that have been due longest, `most` at once; nobody else gets them for the time of the LEASE.

    `due_at` alone says what may be taken. Whoever looks at the same time sees the same ones, and each is given to one
    of them. `but` narrows what is taken.
    """
    due: Document = {**of_priority(priority), "due_at": {"$lte": at}, **but}
    ids = [one["_id"] async for one in deliveries.find(due, {"_id": 1}).sort("due_at").limit(most)]
    if not ids:
        return []
    lease = str(uuid4())
    since: Any = {"$cond": [{"$eq": ["$status", "sending"]}, {"$ifNull": ["$sending_since", at]}, at]}
    tries: Any = {"$add": ["$tries", 1]}
    taken = {"status": "sending", "due_at": at + LEASE, "lease": lease, "sending_since": since, "tries": tries}
    await deliveries.update_many({"_id": {"$in": ids}, "due_at": {"$lte": at}}, [{"$set": taken}])
    return await deliveries.find({"_id": {"$in": ids}, "lease": lease}).to_list(None)


async def hold(deliveries: Collection, delivery: Document, until: datetime, what: Mapping[str, Any] = NOTHING) -> None:
    """Put back what may not go yet, as if nobody had taken it; void if the lease was lost."""
    put_back: Document = {
        "$set": {"status": "pending", "due_at": until, **what},
        "$unset": {"lease": True, "sending_since": True},
        "$inc": {"tries": -1},
    }
    await deliveries.update_one(_held(delivery), put_back)


async def free(deliveries: Collection, at: datetime) -> int:
    """Put back what has been in sending for STUCK_AFTER: taken over again and again, or by nobody. Counts them."""
    attempt = {"at": at, "outcome": STUCK, "detail": "no attempt ended for an hour", "code": None, "channel": None}
    put_back: Document = {
        "$set": {"status": "pending", "due_at": at + AGAIN},
        "$unset": {"lease": True, "sending_since": True},
        "$push": {"attempts": attempt},
    }
    stuck = {"status": "sending", "sending_since": {"$lte": at - STUCK_AFTER}}
    freed = (await deliveries.update_many(stuck, put_back)).modified_count
    PUT_BACK.inc(freed)
    return freed


def _held(delivery: Document) -> Document:
    return {"_id": delivery["_id"], "lease": delivery["lease"], "status": "sending"}
