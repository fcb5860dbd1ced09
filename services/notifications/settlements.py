"""Tells the others how deliveries ended, and their items how digests did.

A delivery says in itself that it is untold, so nothing is lost between its end and the commit that tells of it. The
commit is the outbox, and its stream takes each end once, however many processes look.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.notifications.deliveries import Deliveries
from services.notifications.digests import DIGEST, Digests
from services.notifications.domain.delivery import DELIVERY, Settle
from services.notifications.people import People
from services.notifications.progress import SETTLED
from shared.eventing.origin import Origin
from shared.eventing.store import Store, Task
from shared.mongo import Document

SILENT = "cancelled"  # nobody was to be told any more, so nothing came to nothing
BATCH = 200
PAUSE = 0.5  # seconds between two looks where all is told


@dataclass(frozen=True)
class Settlements:
    """What rounds of a worker do."""

    deliveries: Deliveries
    digests: Digests
    store: Store
    people: Sequence[People]

    async def look(self, _: datetime) -> None:
        """Tell all that has ended by now."""
        wanted = {"untold": True, "status": {"$in": SETTLED}}
        while found := await self.deliveries.collection.find(wanted).limit(BATCH).to_list(None):
            await self._forget(found)
            await asyncio.gather(*map(self._tell, found))

    async def _forget(self, found: Sequence[Document]) -> None:
        """Finds texts that were recorded just after somebody whom they name was erased: they are untold as yet."""
        named = {person for one in found for person in one.get("people", ())}
        for people in self.people if named else ():
            await self.deliveries.forget(await people.erased(named))

    async def _tell(self, delivery: Document) -> None:
        if delivery["message"] == DIGEST:
            await self.digests.settle(delivery)
        if delivery["status"] != SILENT:
            origin = Origin(actor="worker:settlements", correlation=delivery["correlation"])
            await self.store.execute(Task(DELIVERY, delivery["_id"], settled(delivery)), origin=origin)
        told = {"_id": delivery["_id"], "status": delivery["status"]}  # else an operator has reopened it meanwhile
        await self.deliveries.collection.update_one(told, {"$unset": {"untold": True}})


def settled(delivery: Document) -> Settle:
    """How a delivery ended, without anything personal: what a server said of it stays in the delivery."""
    ended = delivery["attempts"][-1]
    about = (delivery["_id"], delivery["message"], delivery["subject"], ended["at"])
    if delivery["status"] == "sent":
        return Settle(*about, channel=delivery["channel"])
    return Settle(*about, reason=ended["outcome"], code=ended["code"])
