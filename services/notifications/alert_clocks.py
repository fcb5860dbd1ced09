"""The clocks of unread alerts: one document per alert says who is told next and when, and outlives any process.

`due_at` is when somebody may take the clock: when its time is up, or when whoever took it must be presumed dead. One
that has run out, or whose notice is over, has none.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from pymongo import ReturnDocument, UpdateOne

from services.notifications.domain.alert import alert_id
from shared.contracts.postings.notice import NoticeAddressee, NoticeReader, NoticeStep
from shared.mongo import Document, Mongo

LEASE = timedelta(seconds=30)  # for one command to the store


class AlertClocks:
    """The collection of clocks; what makes or stops one changes nothing when it is done again."""

    def __init__(self, mongo: Mongo, patience: timedelta) -> None:
        self.collection = mongo["alert_clocks"]
        self.patience = patience

    async def prepare(self) -> None:
        """Create the indexes for taking what is due, and for stopping what a notice has started."""
        await self.collection.create_index("due_at", partialFilterExpression={"due_at": {"$exists": True}})
        await self.collection.create_index("notice")

    async def start(self, notice: str, edition: int, told: Iterable[NoticeAddressee], since: datetime) -> None:
        """Give the addressees who have somebody behind them their time from the UTC instant `since` on."""
        writes = [
            UpdateOne({"_id": alert_id(notice, edition, one.reader)}, {"$setOnInsert": clock}, upsert=True)
            for one in told
            if one.escalation
            for clock in [self._clock(notice, edition, one, since)]
        ]
        if writes:
            await self.collection.bulk_write(writes, ordered=False)

    def _clock(self, notice: str, edition: int, one: NoticeAddressee, since: datetime) -> Document:
        return {
            "notice": notice,
            "edition": edition,
            "addressee": one.reader.model_dump(),
            "steps": [step.model_dump() for step in one.escalation],
            "next": 0,
            "due_at": since + self.patience,
        }

    async def stop(self, notice: str, before: int) -> None:
        """Stop all clocks of this notice's editions before that number, also those that somebody has taken."""
        await self.collection.update_many(
            {"notice": notice, "edition": {"$lt": before}}, {"$unset": {"due_at": True, "lease": True}}
        )

    async def claim(self, at: datetime) -> Document | None:
        """Take the clock that has been due longest; nobody else gets it for the time of the LEASE."""
        taken: Document | None = await self.collection.find_one_and_update(
            {"due_at": {"$lte": at}},
            {"$set": {"due_at": at + LEASE, "lease": str(uuid4())}},
            sort=[("due_at", 1)],
            return_document=ReturnDocument.AFTER,
        )
        return taken

    async def escalated(self, clock: Document, at: datetime) -> None:
        """The next step is taken, and there is as much time again for the one after it. Void if the lease was lost."""
        following = clock["next"] + 1
        go_on: Document = {"$set": {"next": following, "due_at": at + self.patience}, "$unset": {"lease": True}}
        run_out: Document = {"$set": {"next": following}, "$unset": {"due_at": True, "lease": True}}
        change = go_on if following < len(clock["steps"]) else run_out
        await self.collection.update_one({"_id": clock["_id"], "lease": clock["lease"]}, change)

    async def read(self, clock: Document) -> None:
        """Somebody has read the alert: the clock stops."""
        await self.collection.update_one({"_id": clock["_id"]}, {"$unset": {"due_at": True, "lease": True}})


def addressee(clock: Document) -> NoticeReader:
    """Whose alert the clock is of."""
    return NoticeReader.model_validate(clock["addressee"])


def step(clock: Document) -> NoticeStep:
    """Who is told next."""
    return NoticeStep.model_validate(clock["steps"][clock["next"]])
