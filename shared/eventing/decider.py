"""The Decider: an aggregate as two pure functions and an initial state, after Jérémie Chassaing's pattern."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any, Generic, TypeVar

from shared.eventing.event import Data, EventTypes, by_type, members

S = TypeVar("S")
C = TypeVar("C")
E = TypeVar("E")


class Refused(Exception):
    """A business rule says no.

    `slug` names the rule for ever (`posting-already-ended`); `detail` says it in words with the values that mattered.
    A slug that ends in `-unknown` means that the thing does not exist.
    """

    def __init__(self, slug: str, detail: str) -> None:
        super().__init__(f"{slug}: {detail}")
        self.slug = slug
        self.detail = detail


@dataclass(frozen=True)
class Decider(Generic[S, C, E]):
    """An aggregate: `category` prefixes its stream names, `events` is the union of its event classes."""

    category: str
    initial: S
    decide: Callable[[S, C], Sequence[E]]
    evolve: Callable[[S, E], S]
    events: Any

    def stream(self, id: str) -> str:
        """The stream that holds the history of the aggregate with this id."""
        return f"{self.category}-{id}"

    @cached_property
    def _types(self) -> EventTypes:
        return by_type(members(self.events))

    def parse(self, stored: Data) -> E:
        """The event as it is told today, in whichever version it was stored. Raises ValueError."""
        if stored["type"] not in self._types:
            raise ValueError(f"{stored['type']} is no event of {self.category} that this code knows")
        event: Any = self._types[stored["type"]].read(stored)
        return event  # type: ignore[no-any-return]

    def fold(self, events: Iterable[E], state: S | None = None) -> S:
        """The state after these events, starting from the initial one or from `state`."""
        return reduce(self.evolve, events, self.initial if state is None else state)


def in_turn(decider: Decider[S, C, E]) -> Decider[S, Sequence[C], E]:
    """The same aggregate, to which several commands are given one after the other, all or none."""

    def decide(state: S, commands: Sequence[C]) -> Sequence[E]:
        events: list[E] = []
        for command in commands:
            news = decider.decide(state, command)
            state = decider.fold(news, state)
            events += news
        return events

    return Decider(decider.category, decider.initial, decide, decider.evolve, decider.events)
