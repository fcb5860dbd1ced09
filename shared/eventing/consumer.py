"""A consumer: one Kafka group whose batches become effects, each written before it is acknowledged."""

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from opentelemetry.trace import SpanKind
from structlog.contextvars import bound_contextvars

from shared.clock import now
from shared.eventing import cloudevents
from shared.eventing.arrival import Arrival, Read, Stream, events, records
from shared.eventing.backoff import Backoff
from shared.eventing.bus import Batch
from shared.eventing.event import EventTypes, Recorded, by_type
from shared.eventing.failures import passes, told
from shared.eventing.lane import Lane, Passage, Stopped
from shared.eventing.metrics import CONSUMED, VIEW_DELAY
from shared.eventing.parking import Known, Parking
from shared.eventing.reaction import Reaction
from shared.eventing.records import Mirror
from shared.eventing.tracing import batch_span, span
from shared.eventing.view import View
from shared.eventing.views import Views

T = TypeVar("T")
Report = Callable[[str, str | None], None]
log = logging.getLogger(__name__)

TOGETHER = 200  # streams that are parked in one transaction
REMEMBERED = 10_000  # streams whose last sequence is known, to count duplicates by


@dataclass(frozen=True)
class Consumer:
    """Reads each message once and gives it to its lanes, one after the other.

    What a lane cannot apply is parked under the lane's name, so that the rest of the partition goes on, and so do the
    other lanes.
    """

    name: str
    topics: tuple[str, ...]
    read: Read
    lanes: tuple[Lane, ...]
    parking: Parking
    _last: dict[Stream, int] = field(default_factory=dict, init=False, repr=False)

    def concerned(self, batch: Batch) -> bool:
        """Whether any of these messages is for a lane; if none is, they count as skipped, and need no handling."""
        types = {cloudevents.type_of(message.headers) or "" for message in batch}
        if any(lane.handles(type) for lane in self.lanes for type in types):
            return True
        self._count("skipped", len(batch))
        return False

    async def handle(self, batch: Batch, report: Report) -> None:
        """Return when everything in the batch is applied or parked. It may be called again with the same batch.

        While a server is away the batch is kept, nothing is acknowledged, and the group not left; `report` is told the
        consumer's name and why it waits, and None once it goes on.
        """
        await self._keep(report, partial(self._handle, batch, report), always)
        report(self.name, None)

    async def _handle(self, batch: Batch, report: Report) -> None:
        arrivals = [arrival for message in batch if (arrival := self.read(message)) is not None]
        self._count("skipped", len(batch) - len(arrivals))
        self._count("duplicate", self._duplicates(arrivals))
        names, types = [lane.name for lane in self.lanes], {arrival.type for arrival in arrivals}
        known = await self._keep(report, lambda: self.parking.known(names, arrivals), always)
        for lane in self.lanes:
            mine = {type for type in types if lane.handles(type)}
            waiting = arrivals if mine == types else [arrival for arrival in arrivals if arrival.type in mine]
            about = known[lane.name]
            while waiting := await self._pass(lane, waiting, about, report):
                # the streams of these were freed while they were about to be parked
                about = (await self._keep(report, partial(self.parking.known, names, waiting), always))[lane.name]

    async def _pass(self, lane: Lane, arrivals: Sequence[Arrival], known: Known, report: Report) -> list[Arrival]:
        """Apply or park; answers those that were neither and have to be looked at again."""
        passage = Passage(lane, known.blocked, partial(self._keep, report, last=passes))
        await passage.take([one for one in arrivals if not known.has(lane.name, one)] if known.ids else arrivals)
        self._count("applied", len(passage.applied), lane)
        if lane.last_counts:
            for stream in known.blocked.keys() & {one.stream for one in passage.applied}:
                await self._keep(report, partial(self.parking.replace, lane.name, stream), always)
        again: list[Arrival] = []
        groups = by_stream(passage.stopped)
        for start in range(0, len(groups), TOGETHER):
            some = groups[start : start + TOGETHER]
            left = await self._keep(report, partial(self.parking.park, lane.name, some), always)
            self._tell(lane, [group for group in some if group not in left])
            again += [stopped.arrival for group in left for stopped in group]
        return again

    def _tell(self, lane: Lane, parked: Sequence[Sequence[Stopped]]) -> None:
        self._count("parked", sum(map(len, parked)), lane)
        errors = [group[0].error for group in parked if group[0].error is not None]
        if errors:
            kinds = ", ".join(sorted({type(error).__name__ for error in errors}))
            log.warning("%s parked %d streams from an event on that it cannot apply: %s", lane.name, len(errors), kinds)

    def _duplicates(self, arrivals: Sequence[Arrival]) -> int:
        """How many of these events this process has had before, as far as it remembers."""
        number, last = 0, self._last
        for arrival in arrivals:
            if isinstance(arrival.item, Recorded):
                before, sequence = last.pop(arrival.stream, 0), arrival.item.sequence
                number += sequence <= before
                last[arrival.stream] = max(before, sequence)
        while len(last) > REMEMBERED:
            del last[next(iter(last))]
        return number

    def _count(self, outcome: str, number: int, lane: Lane | None = None) -> None:
        if number:
            CONSUMED.labels(lane.name if lane else self.name, outcome).inc(number)

    async def _keep(self, report: Report, attempt: Callable[[], Awaitable[T]], last: Callable[[Exception], bool]) -> T:
        """What the attempt answers, tried again with longer and longer pauses after each error that `last` says it of.

        Losing the batch is the one thing that must not happen: where neither applying nor parking succeeds it is kept.
        """
        backoff = Backoff()
        known: type[Exception] | None = None
        while True:
            try:
                return await attempt()
            except Exception as error:
                if not last(error):
                    raise
                if not passes(error) and type(error) is not known:
                    known = type(error)
                    log.error("%s keeps its batch:\n%s", self.name, told(error, None)["stack"])
                # only a server's error is shown: a defect's text may quote what a message says
                report(self.name, f"{type(error).__name__}: {error}" if passes(error) else type(error).__name__)
                await backoff.wait()


def always(_: Exception) -> bool:
    """For what can be tried for ever."""
    return True


def by_stream(stopped: Sequence[Stopped]) -> list[list[Stopped]]:
    """In groups of one stream, each in order."""
    groups: defaultdict[Stream, list[Stopped]] = defaultdict(list)
    for one in stopped:
        groups[one.arrival.stream].append(one)
    return list(groups.values())


def of_views(name: str, views: Views) -> Consumer:
    """Keeps all views of a service up to date, each in a lane of its own: `postings.views.posts`."""
    lanes = (Lane(f"{name}.{view.name}", by_type(view.handles), partial(_view, views, view)) for view in views.views)
    return Consumer(name, topics_of(views.handles), events(views.handles), tuple(lanes), Parking(views.mongo))


async def _view(views: Views, view: View, batch: Sequence[Recorded]) -> None:
    with batch_span(f"view {view.name}", (recorded.traceparent for recorded in batch), events=len(batch)):
        await views.apply_to(view, batch)
    written, delay = now(), VIEW_DELAY.labels(view.name)
    for recorded in batch:
        delay.observe((written - recorded.time).total_seconds())


def of_reaction(service: str, reaction: Reaction, parking: Parking) -> Consumer:
    """Calls the reaction for each event in turn."""
    handles, name = by_type(reaction.handles), f"{service}.{reaction.name}"

    async def react(batch: Sequence[Recorded]) -> None:
        for recorded in batch:
            trace = span(f"react {name}", recorded.traceparent, SpanKind.CONSUMER, event=recorded.id)
            with bound_contextvars(correlation=recorded.correlation), trace:
                await reaction.react(recorded)

    lane = Lane(name, handles, react, together=False)
    return Consumer(name, topics_of(handles), events(handles), (lane,), parking)


def of_mirror(service: str, mirror: Mirror) -> Consumer:
    """Keeps a copy of the records on a topic."""
    name = f"{service}.{mirror.topic}"
    lane = Lane(name, None, mirror.apply, last_counts=True)
    return Consumer(name, (mirror.topic,), records, (lane,), Parking(mirror.mongo))


def topics_of(types: EventTypes) -> tuple[str, ...]:
    """The topics on which events of these types appear."""
    return tuple(sorted({event.topic for event in types.values()}))
