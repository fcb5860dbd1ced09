"""Releases canaries and looks how long ago the last one was taken by a mail server."""

from datetime import datetime, timedelta

from prometheus_client import Gauge

from services.notifications.deliveries import Deliveries
from services.notifications.domain.canary import CANARY, Release
from shared.eventing.store import Store, Task
from shared.http.health import Health
from shared.rounds import Rounds, by

LOOK = 15.0  # seconds between two looks at the clock
MISSED = 2  # canaries that may be missing before it counts as a failure
GRACE = timedelta(minutes=1)  # for the way from the release to the mail server

AGE = Gauge("liaison_canary_age_seconds", "Since the last canary that a mail server has taken was sent on its way")


class Canaries:
    """One canary each `every`; any number of processes may do this, the stream of the day lets one of them win."""

    def __init__(self, store: Store, deliveries: Deliveries, health: Health, every: timedelta) -> None:
        self._store, self._deliveries, self._health, self._every = store, deliveries, health, every
        self._released: Release | None = None
        self._since: datetime | None = None

    def rounds(self) -> Rounds:
        """The worker that does it."""
        return Rounds("canaries", self.look, LOOK)

    async def look(self, at: datetime) -> None:
        """Release what is due, and tell the age of the last arrival; before the first, of the first look."""
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        due = Release(at.date(), (at - midnight) // self._every)
        if due != self._released:
            await self._store.execute(Task(CANARY, due.day.isoformat(), due), origin=by("canaries"))
            self._released = due
        self._since = self._since or at
        last = await self._deliveries.last_canary()
        age = at - (self._since if last is None else last["created_at"])
        AGE.set(age.total_seconds())
        late = age > MISSED * self._every + GRACE and at - self._since > self._every
        self._health.report("canary", f"none has arrived for {age}" if late else None)
