"""A steady stream of commands: several lives at once, one command after the other, until it is told to end."""

import asyncio
import random
from dataclasses import dataclass, field
from itertools import count

from tests.chaos import lives
from tests.chaos.caller import Caller, Refused
from tests.chaos.outside import Outside

AT_ONCE = 4
LIVES = (lives.posting, lives.delegation, lives.delegation, lives.delegation, lives.day)


@dataclass
class Workload:
    """`lived` counts the lives that came to their end; `refused` tells of those that did not."""

    caller: Caller
    outside: Outside
    chance: random.Random
    lived: int = 0
    refused: list[str] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _ending: bool = False

    async def run(self) -> None:
        """Until told to end; every life that has begun is lived to its end."""
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._live())

    def end(self) -> None:
        self._ending = True

    async def _live(self) -> None:
        while not self._ending:
            number, life = next(self._numbers), self.chance.choice(LIVES)
            try:
                await life(self.caller, self.outside, number)
                self.lived += 1
            except Refused as refusal:
                self.refused.append(str(refusal))
