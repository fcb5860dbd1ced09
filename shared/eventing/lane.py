"""A lane: one effect of a consumer, and how it gets past an event that it cannot apply."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from shared.eventing.arrival import Arrival, Stream
from shared.eventing.backoff import Backoff
from shared.eventing.event import EventTypes
from shared.eventing.failures import passes
from shared.eventing.versions import ahead

ATTEMPTS = 3
MANY = 20  # failures in one batch: then the cause is a defect and no accident, and trying again only takes time
FEW = 8  # arrivals: halving so few takes longer than trying each
Patiently = Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]


@dataclass(frozen=True)
class Lane:
    """`apply` brings about what items of these types (None: whatever arrives) bring about; again, it changes nothing.

    Either it takes a batch whole, and a batch that fails is halved until the culprit stands alone; or, not `together`,
    it gets one item at a time. Where `last_counts`, a later item of a stream makes the earlier ones needless.
    """

    name: str
    types: EventTypes | None
    apply: Callable[[Sequence[Any]], Awaitable[None]]
    together: bool = True
    last_counts: bool = False

    def handles(self, type: str) -> bool:
        """Whether events of this type are for this lane, be it in a version that it cannot read yet."""
        return self.types is None or type in self.types or ahead(type, self.types)


@dataclass(frozen=True, slots=True)
class Stopped:
    """An arrival that could not be applied; without `error` it only stands behind one of its stream."""

    arrival: Arrival
    error: Exception | None


class Passage:
    """One batch's way through a lane. Afterwards `applied` and `stopped`, both in order, are all of it."""

    def __init__(self, lane: Lane, blocked: Collection[Stream], patiently: Patiently) -> None:
        self._lane, self._blocked, self._patiently = lane, blocked, patiently
        self._barred: set[Stream] = set()
        self._errors: dict[Arrival, Exception] = {}
        self._done: set[Arrival] = set()
        self.applied: Sequence[Arrival] = []
        self.stopped: list[Stopped] = []

    async def take(self, batch: Sequence[Arrival]) -> None:
        """Apply what can be applied; what fails is tried again a few times, with what stands behind it."""
        waiting, backoff = list(batch), Backoff(first=0.02)
        for attempt in range(1, ATTEMPTS + 1):
            self._barred = set() if self._lane.last_counts else set(self._blocked)
            await self._apply(waiting)
            if len(self._done) == len(batch):
                self.applied = batch
                return
            waiting = self._left(waiting)
            failed = sum(one in self._errors and one.error is None for one in waiting)
            if attempt == ATTEMPTS or not 0 < failed < MANY:
                break
            await backoff.wait()
        self.applied = [one for one in batch if one in self._done]
        self.stopped = [Stopped(one, self._errors.get(one)) for one in waiting]

    async def _apply(self, batch: Sequence[Arrival]) -> None:
        ready = [one for one in batch if one.error is None and one.stream not in self._barred]
        if len(ready) < len(batch):
            ready = [one for one in batch if self._may_pass(one)]
        if len(ready) > 1 and not self._lane.together:
            return await self._each(ready)
        try:
            if ready:
                await self._patiently(lambda: self._lane.apply([one.item for one in ready]))
        except Exception as error:
            if passes(error):
                raise
            if len(ready) == 1:
                self._stop(ready[0], error)
            elif len(ready) <= FEW:
                await self._each(ready)
            else:
                await self._apply(ready[: len(ready) // 2])
                await self._apply(ready[len(ready) // 2 :])
        else:
            self._done.update(ready)

    async def _each(self, batch: Sequence[Arrival]) -> None:
        for one in batch:
            await self._apply([one])

    def _may_pass(self, one: Arrival) -> bool:
        if one.stream in self._barred:
            return False
        if one.error is not None:
            self._stop(one, one.error)
        return one.error is None

    def _stop(self, one: Arrival, error: Exception) -> None:
        self._errors[one] = error
        if not self._lane.last_counts:
            self._barred.add(one.stream)

    def _left(self, waiting: Sequence[Arrival]) -> list[Arrival]:
        """Those not applied, less those that a later one has made needless."""
        left: list[Arrival] = []
        replaced: set[Stream] = set()
        for one in reversed(waiting):
            if one in self._done:
                replaced.add(one.stream)
            elif not (self._lane.last_counts and one.stream in replaced):
                left.append(one)
        return left[::-1]
