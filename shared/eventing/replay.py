"""Replay: parked events go through their consumer's effect once more, in the order of their stream."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import uuid4

from shared.eventing.arrival import Stream
from shared.eventing.consumer import Consumer
from shared.eventing.failures import NotHandled, told
from shared.eventing.lane import Passage
from shared.eventing.lease import Leases
from shared.eventing.parking import Parking, message
from shared.mongo import Document, Mongo

T = TypeVar("T")
MOST = 500  # events that one call replays, so that whoever asked hears of it in time


class Busy(Exception):
    """Somebody else replays this stream right now."""


class ConsumerUnknown(Exception):
    """No lane of this service has that name."""


@dataclass
class Outcome:
    """What a replay has done: `stopped` are those that failed again, each the first of its stream."""

    replayed: int
    remaining: int
    stopped: list[Document]


class Replays:
    """The way back for parked events of these consumers."""

    def __init__(self, mongo: Mongo, consumers: Iterable[Consumer]) -> None:
        self.parking = Parking(mongo)
        self._leases = Leases(mongo, f"replay-{uuid4()}")
        self._lanes = {lane.name: (consumer, lane) for consumer in consumers for lane in consumer.lanes}

    async def replay(self, consumer: str, stream: str | None, by: str, reason: str, most: int = MOST) -> Outcome:
        """Replay one stream's parked events, or all streams' of a consumer; `most` bounds how many.

        A stream stops at the first event that fails again, which keeps its newest error. Whatever was applied and not
        yet recorded when a replay was killed is applied again by the next one, and effects do not mind. Raises Busy,
        ConsumerUnknown, and what a server that is away raises; what was replayed until then stays so.
        """
        if consumer not in self._lanes:
            raise ConsumerUnknown(consumer)
        outcome = Outcome(0, 0, [])
        for one in await self.parking.streams(consumer):
            if stream in (None, one[1]) and outcome.replayed < most:
                await self._stream(consumer, one, by, reason, most, outcome)
        wanted = {"consumer": consumer} | ({} if stream is None else {"stream": stream})
        outcome.remaining = await self.parking.number(wanted)
        return outcome

    async def _stream(self, consumer: str, stream: Stream, by: str, reason: str, most: int, outcome: Outcome) -> None:
        lease = "\n".join(("replay", consumer, *stream))
        try:
            while outcome.replayed < most:
                if await self._leases.acquire(lease) is None:
                    raise Busy(f"somebody replays {stream[1]} for {consumer} right now")
                first = await self.parking.waiting({"consumer": consumer, "topic": stream[0], "stream": stream[1]}, 1)
                if not first:
                    return
                if (error := await self._error_of(first[0])) is not None:
                    await self.parking.failed_again(first[0], error, by, reason)
                    outcome.stopped.append(first[0] | {"error": told(error, first[0]["body"])})
                    return
                outcome.replayed += await self.parking.leave(first[0], "replayed", by, reason)
        finally:
            await self._leases.release(lease)

    async def _error_of(self, parked: Document) -> Exception | None:
        """Apply the event; answers why that fails, if it does. Raises what passes."""
        consumer, lane = self._lanes[parked["consumer"]]
        arrival = consumer.read(message(parked))
        if arrival is None or not lane.handles(arrival.type):
            return NotHandled(f"{lane.name} does not handle {parked['type']} any more")
        passage = Passage(lane, (), at_once)
        await passage.take([arrival])
        return passage.stopped[0].error if passage.stopped else None

    async def discard(self, id: str, by: str, reason: str) -> Document | None:
        """Give an event up, so that those behind it can be replayed; answers the event, None where there is none.

        The event's status tells whether it was: one that has been replayed stays so.
        """
        parked = await self.parking.get(id)
        if parked is not None and parked["status"] == "parked":
            await self.parking.leave(parked, "discarded", by, reason)
        return await self.parking.get(id)


async def at_once(attempt: Callable[[], Awaitable[T]]) -> T:
    """No second try for what passes: the operator hears of it instead."""
    return await attempt()
