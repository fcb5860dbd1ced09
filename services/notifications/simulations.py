"""Brings back the notices about mails to simulators, by the way that real ones take from `Inbound` on."""

from dataclasses import dataclass
from datetime import datetime

from services.notifications.channels.simulators import notice
from services.notifications.deliveries import Deliveries
from services.notifications.inbound import Inbound

PAUSE = 1.0  # seconds between two looks
BATCH = 100


@dataclass(frozen=True)
class Simulations:
    """What rounds of a worker do; taking the same notice twice changes nothing."""

    deliveries: Deliveries
    inbound: Inbound

    async def look(self, at: datetime) -> None:
        """Take the notices about all that was sent to simulators by now."""
        stored = self.deliveries.collection
        wanted = {"simulator": {"$exists": True}, "status": "sent"}
        while found := await stored.find(wanted).limit(BATCH).to_list(None):
            for one in found:
                await self.inbound.take(notice(one["simulator"], one["message_id"]), one["correlation"], at)
                await stored.update_one({"_id": one["_id"]}, {"$unset": {"simulator": True}})
