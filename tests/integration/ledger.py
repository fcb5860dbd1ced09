"""A ledger of effects for tests of consumers: what each reaction brought about, and how often it tried to."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from pymongo.errors import DuplicateKeyError

from shared.eventing.consumer import Consumer, of_reaction
from shared.eventing.event import Recorded
from shared.eventing.parking import Parking
from shared.eventing.reaction import Reaction
from shared.mongo import Mongo
from tests.integration.counter import Added

EFFECTS = "effects"


async def nothing(_: int) -> None:
    """After an effect."""


def recording(mongo: Mongo, topic: str, after: Callable[[int], Awaitable[None]] = nothing) -> Consumer:
    """Writes one document per event, keyed by it, as reactions do; `after` is called with the event's sequence."""

    async def react(recorded: Recorded) -> None:
        try:
            await mongo[EFFECTS].insert_one({"_id": recorded.id, "stream": recorded.stream})
        except DuplicateKeyError:
            return
        await after(recorded.sequence)

    return replace(of_reaction(topic, Reaction("record", (Added,), react), Parking(mongo)), topics=(topic,))


async def effects(mongo: Mongo) -> Sequence[str]:
    """The ids of the events whose effect is written, in the order in which they were."""
    return [one["_id"] for one in await mongo[EFFECTS].find({}).sort("$natural").to_list(None)]
