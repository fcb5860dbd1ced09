"""A worker that goes its rounds: looks again and again at the clock and does what has become due."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from shared.clock import now
from shared.eventing.origin import Origin
from shared.supervision import Up


@dataclass(frozen=True)
class Rounds:
    """`look` gets the present UTC instant every `pause` seconds, and does what is due by then.

    When things are due stands in documents, so there is no timer to lose. Any number of processes may go the same
    rounds, because what `look` does a second time changes nothing.
    """

    name: str
    look: Callable[[datetime], Awaitable[None]]
    pause: float

    async def prepare(self) -> None:
        """Nothing to create: what it looks through has its indexes."""

    async def run(self, up: Up) -> None:
        """Until cancelled. Raises what `look` raises."""
        while True:
            await self.look(now())
            up()
            await asyncio.sleep(self.pause)


def by(name: str) -> Origin:
    """The origin of a command that a worker of this name gives."""
    return Origin(actor=f"worker:{name}")
