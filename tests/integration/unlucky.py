"""Consumers for tests that cannot apply everything: a view that fails at some amounts until it is mended."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from shared.eventing.consumer import Consumer, of_views
from shared.eventing.parking import PARKED, Parking
from shared.eventing.replay import Replays
from shared.eventing.view import Document, View
from shared.eventing.views import Views
from shared.mongo import Mongo
from tests.integration.counter import TOTALS, Added
from tests.unit.eventing.arriving import event

LANE = "test.views.listed"


class Unlucky:
    """A service in miniature: the amounts of each counter as a list, which tells their order, beside their totals.

    The list fails at the amounts in `bad`.
    """

    def __init__(self, mongo: Mongo, *bad: int) -> None:
        self.mongo, self.bad = mongo, set(bad)
        self.listed = View("listed", (Added,), lambda event: [event.counter], self._list)
        self.views = Views(mongo, [self.listed, TOTALS])
        self.consumer: Consumer = of_views("test.views", self.views)
        self.replays = Replays(mongo, [self.consumer])
        self.reports: list[str | None] = []

    def _list(self, document: Document | None, event: Added) -> Document:
        if event.amount in self.bad:
            raise ValueError(f"{event.counter} cannot have {event.amount}")
        return {"amounts": [*(document or {"amounts": []})["amounts"], event.amount]}

    async def prepare(self) -> None:
        await self.views.prepare()
        await Parking(self.mongo).prepare()

    async def deliver(self, *messages: Any, through: Consumer | None = None) -> None:
        await (through or self.consumer).handle(messages, lambda _, reason: self.reports.append(reason))

    async def amounts(self, counter: str) -> list[int]:
        document = await self.views.get(self.listed, counter)
        return [] if document is None else document["amounts"]

    async def parked(self, **filter: Any) -> list[Document]:
        return await self.replays.parking.find({"status": "parked", **filter}, None, 100)

    async def ids(self) -> dict[int, str]:
        """The ids of all that was ever parked, by offset."""
        return {one["offset"]: one["_id"] for one in await self.mongo[PARKED].find({}).to_list(None)}

    async def replay(self, stream: str | None = None) -> tuple[int, int]:
        """How many were replayed, and how many stopped at an error."""
        outcome = await self.replays.replay(LANE, stream, "ops", "mended")
        return outcome.replayed, len(outcome.stopped)


def added(counter: str, *amounts: int, first: int = 1) -> Sequence[Any]:
    """Events of one counter, numbered from `first`; the amounts are their offsets, too."""
    return [
        event(Added(counter=counter, amount=amount).model_dump_json().encode(), number, offset=amount,
              stream=f"counter-{counter}")
        for number, amount in enumerate(amounts, first)
    ]  # fmt: skip


def meanwhile(consumer: Consumer, mongo: Mongo, work: Callable[[], Awaitable[object]]) -> Consumer:
    """The consumer, whose next look at what is parked is followed by this work before it goes on."""
    waiting = [work]

    class Interrupted(Parking):
        async def known(self, consumers: Any, arrivals: Any) -> Any:
            found = await super().known(consumers, arrivals)
            if waiting:
                await waiting.pop()()
            return found

    return replace(consumer, parking=Interrupted(mongo))
