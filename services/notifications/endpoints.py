"""Webhook endpoints: where a company wants to be told instead of by mail.

The secrets must be readable to sign with, so they are stored as they are; whoever may read this database may sign as
Liaison.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.notifications.channels.webhook import Target, new_secret
from shared.mongo import Document, Mongo, by_id
from shared.together import Together

BOTH_VALID = timedelta(hours=24)  # how long signatures are made with a replaced secret too
MOST = 10  # endpoints of a company
KEPT = {"removed": {"$exists": False}}
HIDDEN = {"secret": 0, "former_secret": 0}


class Endpoints:
    """The collection of endpoints. What was called before and how it went is told here as it happens."""

    def __init__(self, mongo: Mongo) -> None:
        self.collection = mongo["endpoints"]
        self._enabled = Together(self._enabled_of)
        self._found = Together(partial(by_id, self.collection))

    async def prepare(self) -> None:
        """Create the index; the one that allowed a company a single endpoint goes."""
        if "company_1" in await self.collection.index_information():
            await self.collection.drop_index("company_1")
        await self.collection.create_index("company", name="by_company")

    async def register(self, id: str, company: str, url: str, at: datetime, types: Sequence[str] = ()) -> str | None:
        """Answers the new secret, None where the id is taken; `types` are what it is told of, none named: of all."""
        secret = new_secret()
        made = {"_id": id, "company": company, "url": url, "types": list(types), "secret": secret, "enabled": True}
        try:
            await self.collection.insert_one({**made, "created_at": at})
        except DuplicateKeyError:
            return None
        return secret

    async def get(self, id: str) -> Document | None:
        """An endpoint without its secrets."""
        found = await self.collection.find_one({"_id": id, **KEPT}, HIDDEN)
        return None if found is None else _named(found)

    async def of(self, company: str | None, after: str | None, limit: int) -> list[Document]:
        """So many endpoints of a company, or of all, in the order of their ids, without their secrets."""
        wanted: Document = {} if company is None else {"company": company}
        beyond = {"_id": {"$gt": after}} if after is not None else {}
        found = self.collection.find({**KEPT, **wanted, **beyond}, HIDDEN).sort("_id").limit(limit)
        return [_named(one) for one in await found.to_list(None)]

    async def full(self, company: str) -> bool:
        """Whether a company has as many endpoints as it may."""
        return await self.collection.count_documents({"company": company, **KEPT}, limit=MOST) >= MOST

    async def change(self, id: str, url: str, types: Sequence[str]) -> None:
        """Another address, or other types. What failed at another address, or was gone there, is over."""
        moved: Any = {"$ne": ["$url", {"$literal": url}]}
        over = {name: {"$cond": [moved, "$$REMOVE", f"${name}"]} for name in ("failing_since", "failed_at", "gone")}
        enabled = {"$or": ["$enabled", {"$and": [moved, {"$ifNull": ["$gone", False]}]}]}
        changed = {"url": {"$literal": url}, "types": {"$literal": list(types)}, "enabled": enabled, **over}
        await self.collection.update_one({"_id": id, **KEPT}, [{"$set": changed}])

    async def hand_over(self, company: str, survivor: str) -> None:
        """Everything of a company that was merged into another one is that one's, also what was removed."""
        await self.collection.update_many({"company": company}, {"$set": {"company": survivor}})

    async def rotate(self, id: str, at: datetime) -> str | None:
        """Answers the new secret; for BOTH_VALID signatures are made with the one before as well."""
        secret = new_secret()
        renewed: list[Document] = [
            {"$set": {"former_secret": "$secret", "former_until": at + BOTH_VALID, "secret": secret}}
        ]
        found = await self.collection.find_one_and_update({"_id": id}, renewed)
        return None if found is None else secret

    async def remove(self, id: str) -> None:
        """Forget it but for its id, which nobody gets again: what was sent there stays its company's to see."""
        left: list[Document] = [
            {"$replaceWith": {"_id": "$_id", "company": "$company", "enabled": False, "removed": {"$literal": True}}}
        ]
        await self.collection.update_one({"_id": id}, left)

    async def matching(self, company: str, type: str) -> list[str]:
        """The ids of the enabled endpoints at which this company wants to be told of this type."""
        return [one["_id"] for one in await self._enabled(company) if type in (one.get("types") or [type])]

    async def _enabled_of(self, companies: Sequence[str]) -> list[list[Document]]:
        found: dict[str, list[Document]] = {company: [] for company in companies}
        enabled = {"company": {"$in": [*found]}, "enabled": True}
        async for one in self.collection.find(enabled, {"company": 1, "types": 1}).sort("_id"):
            found[one["company"]].append(one)
        return [found[company] for company in companies]

    async def target(self, id: str, at: datetime) -> Target | None:
        """Where to post and how to sign at this instant, None where the endpoint was removed or disabled."""
        found = await self._found(id)
        if found is None or not found["enabled"]:
            return None
        former = (found["former_secret"],) if found.get("former_until", at) > at else ()
        return Target(id, found["url"], (found["secret"], *former), "failing_since" in found)

    async def took(self, id: str, url: str) -> None:
        """The receiver at this address has taken something: whatever failed there before is over."""
        over: Document = {"$unset": {"failing_since": True, "failed_at": True}}
        await self.collection.update_one({"_id": id, "url": url, "failing_since": {"$exists": True}}, over)

    async def failed(self, id: str, url: str, at: datetime) -> None:
        """An attempt at this address has failed; says nothing about another one that it was given since."""
        since: Any = {"$ifNull": ["$failing_since", at]}
        await self.collection.update_one({"_id": id, "url": url}, [{"$set": {"failing_since": since, "failed_at": at}}])

    async def gone(self, id: str, url: str) -> None:
        """The receiver at this address has answered that it is gone: from now on the company is told by mail."""
        off = {"$set": {"enabled": False, "gone": True}}
        await self.collection.update_one({"_id": id, "url": url}, off)

    async def to_review(self, at: datetime) -> list[Document]:
        """Those of which it is to be told that they are gone, or that have failed for some time."""
        failing: Document = {"enabled": True, "failing_since": {"$lte": at}}
        return await self.collection.find({"$or": [{"gone": True}, failing]}, HIDDEN).to_list(None)

    async def disable(self, id: str, reason: str) -> None:
        """Nothing more is sent there."""
        off: Document = {"$set": {"enabled": False, "disabled_because": reason}, "$unset": {"gone": True}}
        await self.collection.update_one({"_id": id}, off)

    async def enable(self, id: str) -> Document | None:
        """It is called again, as if nothing had failed."""
        past = dict.fromkeys(("disabled_because", "gone", "failing_since", "failed_at"), True)
        on: Document = {"$set": {"enabled": True}, "$unset": past}
        return await self.collection.find_one_and_update({"_id": id}, on, return_document=ReturnDocument.AFTER)


def _named(found: Document) -> Document:
    shown = {name: one for name, one in found.items() if name not in {"_id", "gone"}}
    return {"id": found["_id"], **shown, "types": found.get("types", [])}
