"""Webhook endpoints: where a company wants to be told instead of by mail.

The secret must be readable to sign with, so it is stored as it is; whoever may read this database may sign as Liaison.
"""

from datetime import datetime

from pymongo.errors import DuplicateKeyError

from services.notifications.channels.webhook import Target, new_secret
from shared.mongo import Document, Mongo


class Endpoints:
    """The collection of endpoints, at most one for each company."""

    def __init__(self, mongo: Mongo) -> None:
        self._collection = mongo["endpoints"]

    async def prepare(self) -> None:
        """Create the index that allows a company one endpoint."""
        await self._collection.create_index("company", unique=True)

    async def register(self, id: str, company: str, url: str, at: datetime) -> str | None:
        """Answers the new secret, None where the id is taken or the company has an endpoint already."""
        secret = new_secret()
        made = {"_id": id, "company": company, "url": url, "secret": secret, "enabled": True, "created_at": at}
        try:
            await self._collection.insert_one(made)
        except DuplicateKeyError:
            return None
        return secret

    async def get(self, id: str) -> Document | None:
        """An endpoint without its secret."""
        found = await self._collection.find_one({"_id": id}, {"secret": 0})
        return None if found is None else {"id": found.pop("_id"), **found}

    async def remove(self, id: str) -> None:
        await self._collection.delete_one({"_id": id})

    async def target(self, company: str) -> Target | None:
        """Where to post for this company, None where it is told by mail."""
        found = await self._collection.find_one({"company": company, "enabled": True})
        return None if found is None else Target(found["url"], found["secret"])

    async def disable(self, company: str) -> None:
        """The receiver has answered that it is gone: from now on the company is told by mail."""
        await self._collection.update_one({"company": company}, {"$set": {"enabled": False}})
