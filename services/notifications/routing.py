"""At which of a company's endpoints a delivery is told: decided once, at its first attempt, for good."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid5

from pymongo import UpdateOne

from services.notifications.channels.webhook import Target
from services.notifications.claims import Priority
from services.notifications.deliveries import NAMES, Deliveries, customer
from services.notifications.endpoints import Endpoints
from services.notifications.outcomes import Withdrawn
from shared.mongo import Document, by_id
from shared.together import Together

COPIED = (
    "message", "recipient", "subject", "about", "cause", "correlation", "traceparent", "created_at", "tried_from",
    "priority", "hookable", "told", "successor",
)  # fmt: skip


class Routing:
    """A delivery goes to the first endpoint that wants it; each further one gets a copy, under an id of its own."""

    def __init__(self, endpoints: Endpoints, deliveries: Deliveries) -> None:
        self._endpoints, self._deliveries = endpoints, deliveries.collection
        self._bound = Together(self._decide)

    async def target(self, delivery: Document, type: str, at: datetime) -> Target | None:
        """Where to post this delivery, None where the company is told by mail.

        Raises Withdrawn where a copy, or a test, has nowhere to go any more; the company's own delivery becomes a mail.
        """
        if "endpoint" not in delivery:
            wanted = await self._endpoints.matching(customer(delivery), type)
            if not wanted:
                return None
            await self._bind(delivery, wanted, at)
        found = await self._endpoints.target(delivery["endpoint"], at)
        if found is None and delivery.get("only_there"):
            raise Withdrawn("the endpoint was removed or disabled")
        return found

    async def _bind(self, delivery: Document, wanted: list[str], at: datetime) -> None:
        """One write decides; the copies follow from it, and are made again by whoever takes over from here.

        The delivery learns its own endpoint last, so as long as it has none, its copies may be missing.
        """
        first, *more = await self._bound((delivery["_id"], wanted))
        for endpoint in more:
            made = copy(delivery, endpoint, at)
            await self._deliveries.update_one({"_id": made["_id"]}, {"$setOnInsert": made}, upsert=True)
        if more:
            await self._deliveries.update_one({"_id": delivery["_id"]}, {"$set": {"endpoint": first}})
        delivery["endpoint"] = first

    async def _decide(self, asked: Sequence[tuple[str, list[str]]]) -> list[list[str]]:
        """The endpoints of each delivery, these where there are none yet; a single one needs no copies made first."""
        alone: Any = {"$cond": [{"$eq": [{"$size": "$endpoints"}, 1]}, {"$first": "$endpoints"}, "$endpoint"]}
        writes = [
            UpdateOne({"_id": id}, [
                {"$set": {"endpoints": {"$ifNull": ["$endpoints", {"$literal": wanted}]}}},
                {"$set": {"endpoint": alone}},
            ])
            for id, wanted in asked
        ]  # fmt: skip
        await self._deliveries.bulk_write(writes, ordered=False)
        found = await by_id(self._deliveries, [id for id, _ in asked], {"endpoints": 1})
        return [wanted if one is None else one["endpoints"] for (_, wanted), one in zip(asked, found, strict=True)]


def copy(delivery: Document, endpoint: str, at: datetime) -> Document:
    """The same message for another endpoint of the company; nobody else may be told in its place."""
    told = {name: delivery[name] for name in COPIED if name in delivery}
    id = str(uuid5(NAMES, f"{delivery['_id']}\n{endpoint}"))
    return told | {
        "_id": id, "status": "pending", "due_at": at, "tries": 0, "attempts": [], "endpoint": endpoint,
        "only_there": True, "untold": True,
    }  # fmt: skip


def again(delivery: Document, id: str, at: datetime) -> Document:
    """What an endpoint has taken, once more: a delivery of its own, with the body and `webhook-id` of that one."""
    own = {"_id": id, "repeats": webhook_id(delivery), "tried_from": at}
    return copy(delivery, delivery["endpoint"], at) | own


def webhook_id(delivery: Document) -> str:
    """By which a receiver knows the same message again, however often it is called."""
    return str(delivery.get("repeats", delivery["_id"]))


def for_test(id: str, message: str, endpoint: str, company: str, correlation: str, at: datetime) -> Document:
    """A delivery without a cause, for one endpoint."""
    return {
        "_id": id, "message": message, "recipient": {"kind": "company", "id": company, "day": None},
        "subject": endpoint, "about": [endpoint], "correlation": correlation, "traceparent": None,
        "status": "pending", "priority": Priority.NORMAL, "hookable": True, "created_at": at, "tried_from": at,
        "due_at": at, "tries": 0, "attempts": [], "endpoint": endpoint, "only_there": True,
        "untold": True,
    }  # fmt: skip
