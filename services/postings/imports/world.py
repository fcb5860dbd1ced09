"""What is known of all that a file speaks of, and what would be once its rows so far had been taken in."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from services.postings.domain.succession import Step
from shared.eventing.decider import Decider
from shared.eventing.event import Event
from shared.mongo import Document

S = TypeVar("S")
States: TypeAlias = Callable[[Decider[Any, Any, Any], Iterable[str]], Awaitable[Mapping[str, Any]]]


@dataclass
class World:
    """`people` are the records that there are or were, None in place of an erased one; `by` imports at `at`.

    `states` reads aggregates as they are at this moment.
    """

    states: States
    at: datetime
    by: str | None = None
    people: dict[str, Document | None] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)

    async def load(self, decider: Decider[Any, Any, Any], ids: Iterable[str]) -> None:
        """Read those of these aggregates that there are."""
        found = await self.states(decider, set(ids))
        self.known |= {decider.stream(id): state for id, state in found.items()}

    def state(self, decider: Decider[S, Any, Any], id: str) -> S:
        """The aggregate as it would be by now."""
        state: S = self.known.get(decider.stream(id), decider.initial)
        return state

    def knows(self, step: Step) -> bool:
        """Whether there is any history of what this step is for."""
        return step.decider.stream(step.id) in self.known

    def take(self, steps: Sequence[Step]) -> list[Event]:
        """What the steps would bring about, all or none. Raises Refused."""
        after, events = dict[str, Any](), list[Event]()
        for decider, id, command in steps:
            stream = decider.stream(id)
            state = after.get(stream, self.state(decider, id))
            news = decider.decide(state, command)
            after[stream] = decider.fold(news, state)
            events += news
        self.known |= after
        return events
