"""Messages and arrivals made by hand."""

from collections.abc import Sequence

from aiokafka import ConsumerRecord

from shared.clock import now
from shared.eventing.arrival import Arrival, Message
from shared.eventing.cloudevents import headers

TOPIC = "liaison.test"
Headers = Sequence[tuple[str, bytes | None]]


def message(
    value: bytes | None, offset: int = 0, *, key: bytes | None = b"counter-a", headers: Headers = (), topic: str = TOPIC
) -> Message:
    size = len(value or b"")
    return ConsumerRecord(topic, 0, offset, 1_790_000_000_000, 0, key, value, None, len(key or b""), size, headers)


def event(
    body: bytes, sequence: int = 1, offset: int | None = None, *, type: str = "test.Added", stream: str = "counter-a"
) -> Message:
    """As the relay sends it; without an offset the sequence serves as one."""
    about = headers(
        type=type, source="/test", stream=stream, sequence=sequence, time=now(), correlationid="talk", traceparent=None
    )
    return message(body, sequence if offset is None else offset, key=stream.encode(), headers=about)


def arrival(name: str, error: Exception | None = None) -> Arrival:
    """Named by its stream's letter and its number there, as `a1`; its item is that name."""
    sent = message(b"{}", int(name[1:]), key=name.encode())
    return Arrival(sent, (TOPIC, name[0]), "test.Added", None if error else name, error)
