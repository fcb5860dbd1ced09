"""What is asked of all deliveries: who sees which, what failed and why, how many there were on each day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from services.notifications.views.participants import PARTICIPANTS
from shared.eventing.views import Views
from shared.http.identity import Caller
from shared.mongo import Document, Mongo

FAILED = ("failed", "suppressed")
MOST_DAYS = 1000  # on which one company takes part


async def seen_by(caller: Caller, views: Views) -> Document:
    """Which deliveries a caller sees: a company and a post those that are for it, the house all."""
    if caller.role == "post":
        return {"recipient.kind": "post", "recipient.id": caller.post}
    if caller.role != "company":
        return {}
    own = {"participant": caller.company, "side": "company"}  # a buyer of the same day may have an id like a company's
    days = [one["day"] for one in await views.find(PARTICIPANTS, own, limit=MOST_DAYS)]
    whole = {"recipient.kind": {"$in": ["company", "applicant"]}}
    of_days = {"recipient.kind": "participant", "recipient.day": {"$in": days}}
    return {"$and": [sent_to(str(caller.company)), {"$or": [whole, of_days]}]}


def sent_to(id: str | None) -> Document:
    """Matches what was for this recipient, also by the name of a company that was merged into it; all where None."""
    return {} if id is None else {"$or": [{"recipient.id": id}, {"successor": id}]}


@dataclass(frozen=True)
class Log:
    """Queries over the collection of deliveries."""

    mongo: Mongo

    async def reasons(self, filter: Mapping[str, Any]) -> list[Document]:
        """How many have failed for each reason, message and answer of the other side, the most frequent first."""
        last: Document = {"$last": "$attempts"}
        by = {"message": "$message", "reason": "$last.outcome", "code": "$last.code"}
        counted = await self.mongo.aggregate(
            "deliveries",
            [
                {"$match": {**filter, "status": {"$in": FAILED}}},
                {"$set": {"last": last}},
                {"$group": {"_id": by, "deliveries": {"$sum": 1}, "latest": {"$max": "$last.at"}}},
                {"$sort": {"deliveries": -1, "_id": 1}},
            ],
        )
        return [one.pop("_id") | one for one in counted]

    async def daily(self, first: date, last: date, filter: Mapping[str, Any]) -> list[Document]:
        """How many deliveries were made on each UTC day, both ends included, by message, and what became of them."""
        since, until = midnight(first), midnight(last + timedelta(days=1))
        made = {"$match": {**filter, "created_at": {"$gte": since, "$lt": until}}}
        day = {"$dateToString": {"date": "$created_at", "format": "%Y-%m-%d"}}
        by = {"day": day, "message": "$message", "status": "$status"}
        counted = await self.mongo.aggregate("deliveries", [made, {"$group": {"_id": by, "n": {"$sum": 1}}}])
        return per_day(counted)


def midnight(day: date) -> datetime:
    """When a day begins, UTC."""
    return datetime.combine(day, time(), UTC)


def per_day(counted: list[Document]) -> list[Document]:
    """One entry for each day and message, in order, with a number for each status that occurs."""
    figures: dict[tuple[str, str], dict[str, int]] = {}
    for one in counted:
        of = one["_id"]
        figures.setdefault((of["day"], of["message"]), {})[of["status"]] = one["n"]
    return [
        {"day": day, "message": message, **dict(sorted(numbers.items())), "total": sum(numbers.values())}
        for (day, message), numbers in sorted(figures.items())
    ]
