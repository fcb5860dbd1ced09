"""Erases personal data of delegations when a fair's purge date has come: a worker that looks at the clock."""

from datetime import date, datetime

from structlog.stdlib import get_logger

from services.delegations.domain.roster import ROSTER, Purge
from services.delegations.views.associations import ASSOCIATIONS
from services.delegations.views.companies import COMPANIES
from services.delegations.views.days import DAYS
from services.delegations.views.delegations import DELEGATIONS
from services.delegations.views.fairs import FAIRS
from services.delegations.views.rosters import ROSTERS
from shared.eventing.records import Register
from shared.eventing.store import Store, Task
from shared.eventing.views import Views
from shared.rounds import Rounds, by

NAME = "purger"
EVERY = 10.0  # seconds between two looks; purge dates are days

log = get_logger(__name__)


def purger(store: Store, views: Views, people: Register) -> Rounds:
    """Purges whatever is due: erasing again changes nothing, and a roster is purged once."""
    return Rounds(NAME, Purging(store, views, people).look, EVERY)


class Purging:
    """One look through the fairs whose date has come."""

    def __init__(self, store: Store, views: Views, people: Register) -> None:
        self._store, self._views, self._people = store, views, people

    async def look(self, at: datetime) -> None:
        """Purge what is due at this instant."""
        async for fair in self._views.each(FAIRS, {"purge_on": {"$lte": at.date().isoformat()}}):
            purged = self._views.each(ROSTERS, {"fair": fair["id"], "purged_at": {"$ne": None}})
            waiting = {"fair": fair["id"], "_id": {"$nin": [roster["id"] async for roster in purged]}}
            async for delegation in self._views.each(DELEGATIONS, waiting):
                await self._purge(fair["id"], delegation["id"], delegation["head"], at)

    async def _purge(self, fair: str, delegation: str, head: str, at: datetime) -> None:
        """The records first: where this is cut off, the next look erases the rest and then says so."""
        roster, _ = await self._store.load(ROSTER, delegation)
        if roster.purged:
            return
        persons = [
            person for person in sorted({head, *roster.members}) if not await self._needed(person, fair, at.date())
        ]
        for person in persons:
            await self._people.erase(person)
        command = Purge(delegation, fair, tuple(persons), at)
        await self._store.execute(Task(ROSTER, delegation, command), origin=by(NAME))
        log.info("purged", delegation=delegation, fair=fair, erased=len(persons))

    async def _needed(self, person: str, fair: str, today: date) -> bool:
        """Whether the person also belongs to another delegation that is not purged yet, a company, or a day to come."""
        return await self._travels(person, fair) or await self._works(person) or await self._meets(person, today)

    async def _works(self, person: str) -> bool:
        for view in (COMPANIES, ASSOCIATIONS):
            belongs = {"$or": [{"contact": person}, {f"staff.{person}": {"$exists": True}}]}
            if await self._views.find(view, belongs, limit=1):
                return True
        return False

    async def _meets(self, person: str, today: date) -> bool:
        async for day in self._views.each(DAYS, {"held_on": {"$gte": today.isoformat()}}):
            if any(joined["contact"] == person for joined in day["participants"].values()):
                return True
        return False

    async def _travels(self, person: str, fair: str) -> bool:
        member = {f"members.{person}": {"$exists": True}, "fair": {"$ne": fair}, "purged_at": None}
        if await self._views.find(ROSTERS, member, limit=1):
            return True
        async for led in self._views.each(DELEGATIONS, {"head": person, "fair": {"$ne": fair}}):
            if not (await self._store.load(ROSTER, led["id"]))[0].purged:
                return True
        return False
