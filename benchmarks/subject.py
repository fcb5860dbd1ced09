"""What the benchmarks of the backbone are about: visits to posts, an event of ordinary size, and a view of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import ClassVar, Literal

from aiokafka import AIOKafkaProducer

from shared.eventing.cloudevents import headers
from shared.eventing.decider import Decider
from shared.eventing.event import Event
from shared.eventing.outbox import Outgoing
from shared.eventing.sender import deliver
from shared.eventing.view import Document, View

CHUNK = 2000  # messages on their way at once


class Visited(Event):
    topic: ClassVar[str] = "liaison.benchmark"
    type: Literal["benchmark.Visited"] = "benchmark.Visited"
    post: str
    visitor: str
    purpose: str
    on: date
    minutes: int


@dataclass(frozen=True)
class Visit:
    post: str
    number: int


def visited(post: str, number: int) -> Visited:
    return Visited(
        post=post, visitor=f"officer-{number % 97}", purpose="cooperation", on=date(2026, 9, 1), minutes=number % 60
    )


VISITS: Decider[int, Visit, Visited] = Decider(
    "visits",
    0,
    lambda _, command: [visited(command.post, command.number)],
    lambda count, _: count + 1,
    Visited,
)


def summed(document: Document | None, event: Visited) -> Document:
    before = document or {"visits": 0, "minutes": 0}
    return {
        "visits": before["visits"] + 1,
        "minutes": before["minutes"] + event.minutes,
        "last": event.on.isoformat(),
        "visitor": event.visitor,
    }


def summary(name: str) -> View:
    """The sums per post, kept in the collection of this name."""
    return View(name, (Visited,), lambda event: [event.post], summed)


def history(events: int, posts: int) -> Iterator[Outgoing]:
    """So many events of so many posts, in turns, as the relay would send them."""
    at = datetime(2026, 9, 1, tzinfo=UTC)
    for number in range(events):
        post = f"post-{number % posts}"
        stream, sequence = VISITS.stream(post), number // posts + 1
        context = headers(
            type="benchmark.Visited", source="/benchmark", stream=stream, sequence=sequence, time=at,
            correlationid=f"correlation-{number}",
        )  # fmt: skip
        body = visited(post, number).model_dump_json().encode()
        yield Outgoing(Visited.topic, stream.encode(), body, context)


async def put(producer: AIOKafkaProducer, topic: str, messages: Iterator[Outgoing]) -> None:
    """Send all of them to one topic."""
    while chunk := [one._replace(topic=topic) for one in islice(messages, CHUNK)]:
        await deliver(producer, chunk)
