"""The events that caused deliveries, each kept once however many recipients it has."""

from collections import OrderedDict

from services.notifications.deliveries import cause_id
from services.notifications.registry import EVENTS
from shared.eventing.event import Event, Recorded
from shared.mongo import Document, Mongo

REMEMBERED = 64


class Causes:
    """The collection of causing events, with the last few kept in memory; they never change and name no person."""

    def __init__(self, mongo: Mongo) -> None:
        self._collection = mongo["causes"]
        self._recent: OrderedDict[str, Event] = OrderedDict()

    async def keep(self, recorded: Recorded) -> None:
        """Store the event unless it is there."""
        what: Document = {"time": recorded.time, "event": recorded.event.model_dump(mode="json")}
        await self._collection.update_one({"_id": cause_id(recorded)}, {"$setOnInsert": what}, upsert=True)

    async def get(self, id: str) -> Event:
        """The event that a delivery names as its cause."""
        if (event := self._recent.get(id)) is None:
            found = await self._collection.find_one({"_id": id})
            if found is None:
                raise LookupError(f"a delivery's cause {id} is not stored")
            event = EVENTS[found["event"]["type"]].model_validate(found["event"])
            self._recent[id] = event
            if len(self._recent) > REMEMBERED:
                self._recent.popitem(last=False)
        return event
