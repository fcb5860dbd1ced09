"""The whole run: house and outside up, commands flowing, faults done and healed, then the account."""

import asyncio
import os
import random
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
from aiokafka.errors import KafkaError
from pymongo.errors import PyMongoError

from tests.chaos import evidence
from tests.chaos.caller import Caller
from tests.chaos.faults import inflict
from tests.chaos.house import House, house
from tests.chaos.ledger import Account, Evidence, account
from tests.chaos.outside import Outside, listening
from tests.chaos.plan import Fault, Target, kills, planned
from tests.chaos.stage import set_up
from tests.chaos.workload import Workload

SETTLE = 240.0  # seconds: the lease of a sender that was killed, and the waits of what has failed a few times
SETTLE_BROKEN = 10.0  # seconds: what is lost does not come back
AGAIN = 2.0  # seconds between two looks while things settle
LEAD = 3.0  # seconds in which commands flow and nothing is wrong
BETWEEN_KILLS = 5.0  # seconds

Say = Callable[[str], None]


@dataclass(frozen=True)
class Run:
    """What a run came to; times are in seconds."""

    faults: list[Fault]
    account: Account
    commands: int
    again: int
    events: int
    effects: int
    slowest: float
    settled_after: float
    refused: list[str]
    faulty: list[str]
    ended: list[str]
    unwilling: list[str]

    @property
    def kept(self) -> bool:
        """Whether every promise was kept, every command answered as it must be, and nothing fell over by itself."""
        return self.account.kept and not (self.refused or self.ended)


async def run(home: Path, seed: int, count: int, broken: str | None, say: Say, tell: Callable[[Fault], None]) -> Run:
    """One run in this directory; `say` hears what is being done, `tell` of each fault. Raises NoKafka, ChildFailed."""
    say("starting the house")
    chance, settle = random.Random(seed), SETTLE_BROKEN if broken else SETTLE  # noqa: S311
    async with AsyncExitStack() as held:
        outside = await held.enter_async_context(listening())
        running = await held.enter_async_context(house(home, outside.smtp, broken))
        outside.who = running.sender
        http = await held.enter_async_context(httpx.AsyncClient(trust_env=False))
        caller = Caller(http, home, running.base, chance)
        await set_up(caller, outside)
        workload = Workload(caller, outside, chance)
        faults = plan(seed, count, broken, running)
        say("doing the faults")
        watching = asyncio.create_task(running.watch())
        living = asyncio.create_task(workload.run())
        try:
            await asyncio.sleep(LEAD)
            await inflict(faults, running, outside, tell)
            say("everything is healed; settling")
            workload.end()
            healed = time.monotonic()
            caller.deadline = healed + settle
            await asyncio.wait([living], timeout=settle)
            found, seen = await settled(caller, running, outside, healed + settle)
            if living.done():
                living.result()
        finally:
            for task in (watching, living):
                task.cancel()
            await asyncio.gather(watching, living, return_exceptions=True)
        return Run(
            faults=faults,
            account=found,
            commands=len(caller.acknowledged),
            again=caller.again,
            events=sum(map(len, seen.stored.values())),
            effects=len(seen.deliveries),
            slowest=caller.slowest,
            settled_after=time.monotonic() - healed,
            refused=[*workload.refused, *([] if living.done() else ["lives that did not come to their end"])],
            faulty=caller.faulty,
            ended=running.ended,
            unwilling=running.unwilling,
        )


def plan(seed: int, count: int, broken: str | None, running: House) -> list[Fault]:
    """The seed's faults; where a part is broken on purpose, kills of its processes, in turns."""
    if broken:
        return kills(
            count, [name for name in running.processes if name.split("-")[1].startswith(broken)], BETWEEN_KILLS
        )
    return planned(seed, count, [*running.targets(), Target("smtp", "smtp"), Target("webhooks", "webhooks")])


async def settled(caller: Caller, running: House, outside: Outside, until: float) -> tuple[Account, Evidence]:
    """The account once everything has come to rest, or when there was time enough for it."""
    os.environ.update(running.environment)  # the composition roots read their settings from there
    async with evidence.services(running) as built:
        while True:
            try:
                found = await evidence.collected(running, outside, built)
            except (KafkaError, PyMongoError):
                if time.monotonic() > until:
                    raise
            else:
                result = account(caller.acknowledged, caller.expected, found)
                if not (result.lost or result.stuck) or time.monotonic() > until:
                    return result, found
            await asyncio.sleep(AGAIN)
