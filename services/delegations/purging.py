"""Erases personal data of delegations when a fair's purge date has come: a worker that looks at the clock."""

import asyncio

from structlog.stdlib import get_logger

from services.delegations.domain.roster import ROSTER, Purge
from services.delegations.views.delegations import DELEGATIONS
from services.delegations.views.fairs import FAIRS
from services.delegations.views.rosters import ROSTERS
from shared.clock import now
from shared.eventing.origin import Origin
from shared.eventing.records import Register
from shared.eventing.store import Store, Task
from shared.eventing.views import Views
from shared.supervision import Up

EVERY = 60.0  # seconds between two looks; purge dates are days
MOST = 10_000  # delegations at one fair

log = get_logger(__name__)


class Purger:
    """Any number of processes may run one: erasing again changes nothing, and a roster is purged once."""

    name = "purger"

    def __init__(self, store: Store, views: Views, people: Register, every: float = EVERY) -> None:
        self._store, self._views, self._people, self._every = store, views, people, every

    async def prepare(self) -> None:
        """Nothing to create: the views have their indexes."""

    async def run(self, up: Up) -> None:
        """Until cancelled. Raises what the database raises."""
        while True:
            await self.look()
            up()
            await asyncio.sleep(self._every)

    async def look(self) -> None:
        """Purge whatever is due now."""
        for fair in await self._views.find(FAIRS, {"purge_on": {"$lte": now().date().isoformat()}}, limit=MOST):
            purged = await self._views.find(ROSTERS, {"fair": fair["id"], "purged_at": {"$ne": None}}, limit=MOST)
            waiting = {"fair": fair["id"], "_id": {"$nin": [roster["id"] for roster in purged]}}
            for delegation in await self._views.find(DELEGATIONS, waiting, limit=MOST):
                await self._purge(fair["id"], delegation["id"], delegation["head"])

    async def _purge(self, fair: str, delegation: str, head: str) -> None:
        """The records first: where this is cut off, the next look erases the rest and then says so."""
        roster, _ = await self._store.load(ROSTER, delegation)
        if roster.purged:
            return
        persons = [person for person in sorted({head, *roster.members}) if not await self._needed(person, fair)]
        for person in persons:
            await self._people.erase(person)
        command = Purge(delegation, fair, tuple(persons), now())
        await self._store.execute(Task(ROSTER, delegation, command), origin=Origin(actor=f"worker:{self.name}"))
        log.info("purged", delegation=delegation, fair=fair, erased=len(persons))

    async def _needed(self, person: str, fair: str) -> bool:
        """Whether the person also belongs to a delegation to another fair that is not purged yet."""
        member = {f"members.{person}": {"$exists": True}, "fair": {"$ne": fair}, "purged_at": None}
        if await self._views.find(ROSTERS, member, limit=1):
            return True
        for led in await self._views.find(DELEGATIONS, {"head": person, "fair": {"$ne": fair}}, limit=MOST):
            if not (await self._store.load(ROSTER, led["id"]))[0].purged:
                return True
        return False
