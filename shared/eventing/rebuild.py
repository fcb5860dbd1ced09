"""Rebuilds a view beside the live one, from its topics' beginning, and puts it in its place.

Why no event is lost while it moves, whichever process is slow, down or killed, is told in
docs/decisions/0008-rebuild.md.
"""

import asyncio
import inspect
import re
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import uuid4

from shared.eventing import live
from shared.eventing.building import Building, Raced
from shared.eventing.history import History, Offsets, opened
from shared.eventing.lease import SECONDS, Leases
from shared.eventing.live import VIEWS
from shared.eventing.parking import PARKED
from shared.eventing.view import Document, View
from shared.eventing.views import Views, index
from shared.mongo import Mongo, Session

NEAR = 1000  # messages that are still to be read when the gate is shut


class AlreadyRunning(Exception):
    """Another process is rebuilding this view, and alive."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`read` of `total` messages; `events` of them are the view's."""

    read: int
    total: int
    events: int


Say = Callable[[Progress], None]


class Rebuild:
    """One process's work on a view's next collection, under a lease that `token` stands for."""

    def __init__(self, mongo: Mongo, view: View, leases: Leases, token: int, history: History, lane: str) -> None:
        self._mongo, self._view, self._history, self._lane = mongo, view, history, lane
        self._leases, self._token = leases, token
        self._ratio = 0.0

    async def begin(self) -> bool:
        """Go on where a former rebuild by the same code ended, and answer True; else begin from the beginning."""
        stored, code = await self._stored(), fingerprint(self._view)
        state: Document = stored.get("building", {})
        goes_on = state.get("code") == code
        if not goes_on:
            number = stored["number"] + 1
            state = {"collection": f"{self._view.name}.{number}", "code": code, "offsets": [], "events": 0}

            async def work(session: Session) -> None:
                await self._set({"number": number, "building": state}, session)
                await live.with_gate(self._mongo, state["collection"], session)

            await self._leased(work)
        query = {"consumer": self._lane, "status": "discarded"}
        discarded = {one["_id"] for one in await self._mongo[PARKED].find(query, {"_id": 1}).to_list(None)}
        self.building = Building(self._mongo, self._view, state, self._store, self._lane, discarded)
        return goes_on

    async def build(self, say: Say) -> int:
        """Read up to where the topics end now; answers how many messages that were."""
        begins, ends = await self._history.begins(), await self._history.ends()
        while True:
            starts = {**begins, **self.building.offsets}
            behind = _between(starts, ends)
            try:
                async for chunk in self._history.read(starts, ends):
                    await self.building.take(chunk)
                    say(self._progress(begins, ends))
                await self.building.save()
            except Raced:  # with a process that lost the lease while it wrote
                self.building.resume(await self._leased(self._state))
            else:
                say(self._progress(begins, ends))
                return behind

    async def swap(self, say: Say) -> None:
        """Index what is built, catch up, and let the view live there from now on; the old collection stays."""
        await index(self.building.collection, self._view)
        while not await self._swapped(say):
            pass

    async def _swapped(self, say: Say) -> bool:
        if await self.build(say) > NEAR:
            return False
        old = (await self._stored())["live"]

        async def shut(session: Session) -> None:
            await live.shut(self._mongo, old, session)

        async def move(session: Session) -> bool:
            moved = await live.shut_for_ever(self._mongo, old, session)
            if moved:
                change = {"$set": {"live": self.building.collection.name}, "$unset": {"building": 1}}
                await self._mongo[VIEWS].update_one({"_id": self._view.name}, change, session=session)
            return moved

        await self._leased(shut)
        try:
            await self.build(say)
            return bool(await self._leased(move))
        except BaseException:
            await live.open_again(self._mongo, old)
            raise

    async def discard(self) -> None:
        """Forget what was built."""

        async def work(session: Session) -> None:
            await self._mongo[VIEWS].update_one({"_id": self._view.name}, {"$unset": {"building": 1}}, session=session)

        await self._leased(work)
        await self.building.collection.drop()

    async def _store(self, change: Document) -> None:
        changes = {f"building.{name}": value for name, value in {**change, "ratio": self._ratio}.items()}

        async def work(session: Session) -> None:
            await self._set(changes, session)

        await self._leased(work)

    async def _state(self, session: Session) -> Document:
        stored: Document | None = await self._mongo[VIEWS].find_one({"_id": self._view.name}, session=session)
        state: Document = (stored or {})["building"]
        return state

    async def _set(self, change: Document, session: Session) -> None:
        await self._mongo[VIEWS].update_one({"_id": self._view.name}, {"$set": change}, session=session)

    async def _leased(self, work: Callable[[Session], Any]) -> Any:
        """Do this in a transaction, under the lease. Raises LeaseLost."""

        async def fenced(session: Session) -> Any:
            await self._leases.fence(name_of(self._view), self._token, session)
            return await work(session)

        return await self._mongo.transaction(fenced)

    async def _stored(self) -> Document:
        return await self._mongo[VIEWS].find_one({"_id": self._view.name}) or {}

    def _progress(self, begins: Offsets, ends: Offsets) -> Progress:
        total = sum(ends.values()) - sum(begins.values())
        read = min(total, _between(begins, self.building.offsets))
        self._ratio = read / total if total else 1.0
        return Progress(read, total, self.building.events)


@asynccontextmanager
async def rebuilding(
    mongo: Mongo, kafka: str, view: View, *, topics: Sequence[str], lane: str, lease: float = SECONDS
) -> AsyncIterator[Rebuild]:
    """Hold the lease on rebuilding a view, so many seconds long. Raises AlreadyRunning where its holder is alive.

    `lane` is the consumer that keeps the live view up to date, and what it has discarded is left out.
    """
    leases = Leases(mongo, uuid4().hex, lease)
    await Views(mongo, [view]).prepare()
    token = await _taken(leases, name_of(view))
    renewing = asyncio.create_task(_renew(leases, name_of(view)))
    try:
        async with opened(kafka, topics) as history:
            yield Rebuild(mongo, view, leases, token, history, lane)
    finally:
        renewing.cancel()
        await asyncio.gather(renewing, return_exceptions=True)
        await leases.release(name_of(view))


async def drop_old(mongo: Mongo, view: View) -> list[str]:
    """Drop every collection in which the view has lived; answers their names."""
    pattern = re.compile(rf"{re.escape(view.name)}(\.\d+)?")
    there = [name for name in await mongo.database.list_collection_names() if pattern.fullmatch(name)]
    stored = await mongo[VIEWS].find_one({"_id": view.name})
    if stored is None:
        return []
    old = [name for name in there if name not in {stored["live"], stored.get("building", {}).get("collection")}]
    for name in old:
        await mongo[name].drop()
    return old


def name_of(view: View) -> str:
    """The name of the lease."""
    return f"rebuild/{view.name}"


def fingerprint(view: View) -> str:
    """Changes when the code changes that makes the view's documents: its own module and those of its events."""
    modules = {view.evolve.__module__, view.keys.__module__, *(event.__module__ for event in view.handles)}
    return sha256("\n".join(inspect.getsource(sys.modules[name]) for name in sorted(modules)).encode()).hexdigest()


async def _taken(leases: Leases, name: str) -> int:
    until = None
    while (token := await leases.acquire(name)) is None:
        for lease in await leases.held(name):
            if lease["_id"] == name and until not in (None, lease["until"]):
                raise AlreadyRunning(f"{name}: another process is at it")
            until = lease["until"] if lease["_id"] == name else until
        await asyncio.sleep(leases.seconds / 20)
    return token


async def _renew(leases: Leases, name: str) -> None:
    while True:
        await asyncio.sleep(leases.seconds / 5)
        await leases.acquire(name)


def _between(starts: Offsets, ends: Offsets) -> int:
    return sum(max(0, end - starts.get(partition, 0)) for partition, end in ends.items())
