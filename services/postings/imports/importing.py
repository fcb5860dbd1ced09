"""Takes a file in, or only tells what that would do: what is about one thing in one transaction, things side by side.

An import that was cut off can simply be sent again: what is in already changes nothing.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Any

from services.postings.domain.succession import Step
from services.postings.imports.kind import Kind
from services.postings.imports.planning import Line, Listing, Planned, Report, plan, refused, report
from services.postings.imports.world import World
from shared.clock import now
from shared.eventing.decider import Refused, in_turn
from shared.eventing.origin import Origin
from shared.eventing.records import Register
from shared.eventing.states import states
from shared.eventing.store import Store, Task
from shared.mongo import Mongo

IN_FLIGHT = 8  # chains
AT_ONCE = 50  # rows of a chain in one transaction


@dataclass(frozen=True)
class Import:
    """One import; without an origin nothing is stored."""

    mongo: Mongo
    store: Store
    people: Register
    origin: Origin | None

    async def run(self, kind: Kind, listing: Listing) -> Report:
        """Plan every row on what is known now, then execute what is needed, each command decided anew on the stream."""
        rows = [row for _, row in listing.rows]
        officers = {row.officer for row in rows if hasattr(row, "officer")}
        people = await self.people.among(officers)
        by = self.origin.actor if self.origin else None
        world = World(partial(states, self.mongo), now(), by, people)
        await kind.read(world, rows)
        planned = await asyncio.to_thread(plan, kind, listing, world)
        lines = {one.line.line: one.line for one in planned}
        if self.origin is not None:
            lines |= await self._stored([one for one in planned if one.needed], self.origin)
        return report(list(lines.values()), listing.warnings)

    async def _stored(self, planned: Sequence[Planned], origin: Origin) -> dict[int, Line]:
        """The lines as they came out, by number."""
        queued = sorted(planned, key=lambda one: (one.chain, one.line.line))
        chains = iter([list(chain) for _, chain in groupby(queued, key=lambda one: one.chain)])
        found: dict[int, Line] = {}
        # One idempotency key cannot stand for thousands of commands, and these need none.
        origin = replace(origin, key=None, fingerprint=None)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(IN_FLIGHT):
                    group.create_task(self._chains(chains, origin, found))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from failures
        return found

    async def _chains(self, chains: Iterator[Sequence[Planned]], origin: Origin, found: dict[int, Line]) -> None:
        for chain in chains:
            for first in range(0, len(chain), AT_ONCE):
                rows = chain[first : first + AT_ONCE]
                try:
                    await self._rows(rows, origin)
                    found |= {one.line.line: one.line for one in rows}
                except Refused:  # of which the row is found that something forbids by now, and the others go in
                    found |= {one.line.line: await self._alone(one, origin) for one in rows}

    async def _alone(self, row: Planned, origin: Origin) -> Line:
        try:
            await self._rows([row], origin)
        except Refused as refusal:
            return refused(row.line, refusal)
        return row.line

    async def _rows(self, rows: Sequence[Planned], origin: Origin) -> None:
        """Raises Refused where what has happened meanwhile forbids one of them; then none is stored."""
        for one in rows:
            if one.person is not None:
                await self.people.put(one.person.id, one.person)
        if tasks := together(step for one in rows for step in one.steps):
            await self.store.execute(*tasks, origin=origin)


def together(steps: Iterable[Step]) -> list[Task[Any]]:
    """The steps as the store takes them: one task for each stream, in the order of the first step for it."""
    streams = dict[str, list[Step]]()
    for step in steps:
        streams.setdefault(step.decider.stream(step.id), []).append(step)
    return [
        Task(in_turn(first.decider), first.id, [first.command, *(one.command for one in more)])
        for first, *more in streams.values()
    ]
