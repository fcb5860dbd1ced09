"""Ends the requests that nobody accepted in time: looks again and again which days have come to their deadline."""

import asyncio

from services.delegations.domain.day import DAY
from services.delegations.domain.day_requests import Expire
from services.delegations.views.deadlines import DEADLINES
from shared.clock import now
from shared.eventing.origin import Origin
from shared.eventing.store import Store, Task
from shared.eventing.views import Views
from shared.mongo import Mongo
from shared.supervision import Up

PAUSE = 5.0  # seconds between two looks
ACTOR = "worker:deadlines"


class Deadlines:
    """Two of them do no harm: the second finds nothing that still waits."""

    name = "deadlines"

    def __init__(self, mongo: Mongo, store: Store) -> None:
        self._views, self._store = Views(mongo, (DEADLINES,)), store

    async def prepare(self) -> None:
        """Nothing: the view has its index from the views' own preparation."""

    async def run(self, up: Up) -> None:
        """Until cancelled. Raises what the database raises."""
        while True:
            due = {"answer_by": {"$lte": now()}, "waiting.0": {"$exists": True}}
            for day in await self._views.find(DEADLINES, due):
                await self._store.execute(Task(DAY, day["id"], Expire(day["id"], now())), origin=Origin(ACTOR))
            up()
            await asyncio.sleep(PAUSE)
