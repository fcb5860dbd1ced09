"""How a text comes under seal: kept as a private record beside the stream whose event names it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar
from uuid import uuid4

from shared.eventing.decider import Decider, Refused
from shared.eventing.private import Private
from shared.eventing.store import Conflict, KeyReused, Store, Task
from shared.http.commands import Receipt, Writing
from shared.mongo import Document


class Sealing(Protocol):
    """The state of an aggregate that names private records."""

    @property
    def contents(self) -> Sequence[str]: ...


S = TypeVar("S", bound=Sealing)


@dataclass(frozen=True)
class Seal(Generic[S]):
    """Keeps what is said under an id that tells nothing, and gives the command that names the id."""

    store: Store
    decider: Decider[S, Any, Any]
    contents: Private

    async def say(
        self,
        id: str,
        known: Callable[[S], str | None],
        record: Document,
        command: Callable[[str], Any],
        write: Writing,
    ) -> Receipt:
        """Seal the record, then give the command to the aggregate with this `id`.

        `known` answers under which id the same part of it is sealed already, if it is; what says the same stays there.
        The record is kept first, so that no event names what is not there, and only once the rules allow the command;
        where a race makes them refuse it after all, the record goes again.
        """
        state, _ = await self.store.load(self.decider, id)
        before = known(state)
        if before is not None and await self.contents.get(before) == record:
            return await write(Task(self.decider, id, command(before)))
        content = str(uuid4())
        self.decider.decide(state, command(content))
        await self.contents.keep(content, record)
        try:
            receipt = await write(Task(self.decider, id, command(content)))
        except (Refused, Conflict, KeyReused):
            await self.contents.erase([content])
            raise
        after, _ = await self.store.load(self.decider, id)
        if content not in after.contents:  # a repeated key was answered with what it had done the first time
            await self.contents.erase([content])
        return receipt
