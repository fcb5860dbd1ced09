"""The clock of requests for assistance: whatever was not answered in time is escalated, also after any outage."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from services.delegations.domain.assistance import ASSISTANCE, Escalate
from services.delegations.views.assistance import ASSISTANCE_REQUESTS
from shared.clock import now
from shared.eventing.origin import Origin
from shared.eventing.store import Store, Task
from shared.eventing.views import Views
from shared.supervision import Up

PAUSE = 10.0  # seconds between two looks; deadlines are days away
AT_ONCE = 100  # requests read at a time


class Deadlines:
    """A worker of the service; any number of processes may run one, since a request is escalated once.

    The instants are in the requests themselves, so there is no timer to lose.
    """

    name = "deadlines"

    def __init__(self, store: Store, views: Views, clock: Callable[[], datetime] = now, pause: float = PAUSE) -> None:
        self._store, self._views, self._clock, self._pause = store, views, clock, pause

    async def prepare(self) -> None:
        """The view's own indexes are all that it needs."""

    async def run(self, up: Up) -> None:
        """Until cancelled. Raises what the database raises."""
        while True:
            await self.look()
            up()
            await asyncio.sleep(self._pause)

    async def look(self) -> None:
        """Escalate what is due by now; the store knows better than the view what was answered meanwhile."""
        at, after = self._clock(), None
        late = {"open": True, "due_at": {"$lte": at}, "escalated_at": None}
        while page := await self._views.find(ASSISTANCE_REQUESTS, late, after=after, limit=AT_ONCE):
            for request in page:
                task = Task(ASSISTANCE, request["id"], Escalate(request["id"], at))
                await self._store.execute(task, origin=Origin(actor=f"worker:{self.name}"))
            after = page[-1]["id"]
