"""Releases canaries and looks how long ago the last one arrived."""

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
BACK = timedelta(minutes=3)  # besides, for the way to the test mailbox and two looks into that

AGE = Gauge("liaison_canary_age_seconds", "Since the last canary that has arrived was sent on its way")


class Canaries:
    """One canary each `every`; any number of processes may do this, the stream of the day lets one of them win.

    Where the test mailbox is read, one has arrived that was `read_back` from it, else one that a mail server has taken.
    """

    def __init__(
        self, store: Store, deliveries: Deliveries, health: Health, every: timedelta, *, read_back: bool
    ) -> None:
        self._store, self._deliveries, self._health, self._every = store, deliveries, health, every
        self._read_back, self._patience = read_back, MISSED * every + GRACE + (BACK if read_back else timedelta(0))
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
        last = await self._deliveries.last_canary(read_back=self._read_back)
        age = at - (self._since if last is None else last["created_at"])
        AGE.set(age.total_seconds())
        late = age > self._patience and at - self._since > self._every
        self._health.report("canary", f"none has arrived for {age}" if late else None)
