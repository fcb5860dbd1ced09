"""CloudEvents 1.0 in Kafka's binary mode: an event's context in headers, its facts as the JSON body."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from shared.eventing.event import Event, EventTypes, Recorded, event_id

Headers = list[tuple[str, bytes]]
CONTENT_TYPE, SPEC_VERSION = ("content-type", b"application/json"), ("ce_specversion", b"1.0")


class Malformed(Exception):
    """A message on a topic is not a CloudEvent as this house sends them; says which header or field is wrong."""


def headers(
    *,
    type: str,
    source: str,
    stream: str,
    sequence: int,
    time: datetime,
    correlationid: str | None,
    causationid: str | None = None,
    traceparent: str | None = None,
) -> Headers:
    """The headers of an event; those without a value are left out, because a null header breaks many clients.

    The last three are extension attributes; `traceparent` is the W3C's.
    """
    context = [
        CONTENT_TYPE,
        SPEC_VERSION,
        ("ce_id", event_id(stream, sequence).encode()),
        _header("ce_source", source),
        _header("ce_type", type),
        ("ce_time", time.isoformat().encode()),
        ("ce_subject", stream.encode()),
        ("ce_sequence", b"%d" % sequence),
    ]
    if correlationid is not None:
        context.append(("correlationid", correlationid.encode()))
    if causationid is not None:
        context.append(("causationid", causationid.encode()))
    if traceparent is not None:
        context.append(("traceparent", traceparent.encode()))
    return context


@lru_cache(maxsize=1024)
def _header(name: str, value: str) -> tuple[str, bytes]:
    """What many events have alike."""
    return name, value.encode()


def type_of(headers: Iterable[tuple[str, bytes | None]]) -> str | None:
    """The type of the event that these headers belong to, None where they carry none."""
    for name, value in headers:  # called for every message: a generator would take twice as long
        if name == "ce_type" and value:
            return value.decode(errors="replace")
    return None


def recorded(headers: Iterable[tuple[str, bytes | None]], body: bytes | None, types: EventTypes) -> Recorded:
    """The event that a message carries. Raises Malformed."""
    try:
        found = {name: value.decode() for name, value in headers if value is not None}
        event: Event = types[found["ce_type"]].read_json(body or b"")
        stream, sequence = found["ce_subject"], int(found["ce_sequence"])
        if found["ce_id"] != event_id(stream, sequence):
            raise Malformed(f"ce_id {found['ce_id']} is not {event_id(stream, sequence)}")
        return Recorded(
            event=event,
            stream=stream,
            sequence=sequence,
            time=datetime.fromisoformat(found["ce_time"]),
            source=found["ce_source"],
            correlation=found["correlationid"],
            causation=found.get("causationid"),
            traceparent=found.get("traceparent"),
        )
    except KeyError as missing:
        raise Malformed(f"header {missing} is missing") from missing
    except ValueError as wrong:
        raise Malformed(str(wrong)) from wrong
