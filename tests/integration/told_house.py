"""The notifications service on a real MongoDB, whose recipients have wishes, and whose meetings have one stream."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from services.notifications.choices import OFFER
from services.notifications.domain.preferences import PREFERENCES, Prefer, Preferences, Unsubscribe
from shared.clock import now
from shared.eventing.event import Event
from shared.eventing.origin import Origin
from shared.eventing.store import COMMITS, Task
from shared.mongo import Document, Mongo
from tests.integration.delivery_house import House
from tests.unit.notifications import world
from tests.unit.notifications.sink import Sink, serving

STREAM = "day-lima-2097"


class Told(House):
    """The house, where recipients have wishes and a meeting's events follow each other in its day's stream."""

    def __init__(self, mongo: Mongo, smtp: str) -> None:
        super().__init__(mongo, smtp)
        self.mongo, self._sequence = mongo, count(1)

    async def follows(self, *events: Event) -> None:
        """The next events of the day's stream, each with its deliveries."""
        for event in events:
            recorded = world.recorded(event, STREAM, next(self._sequence))
            await self.views.apply([recorded])
            await self._react(recorded)

    async def prefers(self, recipient: str, **wanted: Any) -> None:
        command = Prefer(recipient, Preferences(**wanted), OFFER)
        await self.store.execute(Task(PREFERENCES, recipient, command), origin=Origin("test"))

    async def unsubscribes(self, recipient: str, kind: str) -> None:
        await self.store.execute(Task(PREFERENCES, recipient, Unsubscribe(recipient, (kind,))), origin=Origin("test"))

    async def comes_due(self, **which: Any) -> None:
        """The time has come for which these wait."""
        await self.deliveries.collection.update_many(which, {"$set": {"due_at": now()}})

    async def all(self, **which: Any) -> list[Document]:
        return await self.deliveries.page(which, None, 500)

    async def published(self) -> list[tuple[str, str]]:
        """What the others hear, as the commits say it."""
        commits = await self.mongo[COMMITS].find({"stream": {"$regex": "^delivery-"}}).to_list(None)
        return sorted((event["type"], event["message"]) for one in commits for event in one["events"])


@asynccontextmanager
async def told_house(mongo: Mongo, sink: Sink, *more: Event) -> AsyncIterator[Told]:
    """The house, ready to send to the sink, which knows the world's people and facts, and some more."""
    async with serving(sink) as smtp:
        told = Told(mongo, smtp)
        await told.sender().prepare()
        await told.store.prepare()
        await told.meets(**world.PEOPLE)
        await told.hears(*world.FACTS, *more)
        yield told
