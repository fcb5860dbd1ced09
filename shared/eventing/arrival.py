"""What arrives at a consumer: a message with what could be read of it, or with why it could not be read."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from aiokafka import ConsumerRecord

from shared.eventing import cloudevents
from shared.eventing.cloudevents import Malformed
from shared.eventing.event import EventTypes, Recorded
from shared.eventing.failures import NewerVersion
from shared.eventing.records import version
from shared.eventing.versions import ahead

Message: TypeAlias = ConsumerRecord[bytes, bytes]
Stream: TypeAlias = tuple[str, str]


@dataclass(slots=True, eq=False)  # not frozen, which makes each four times as slow to make
class Arrival:
    """`stream` is its topic and what must stay in order there; `item` is what a consumer's effect takes.

    Where the message cannot be read, `error` says why instead.
    """

    message: Message
    stream: Stream
    type: str
    item: Any = None
    error: Exception | None = None

    @property
    def id(self) -> str:
        """The same at every delivery of it: an event's own, unique with its source; of all else its place.

        What a broken message says of its id could be the id of a sound one.
        """
        if isinstance(self.item, Recorded):
            return f"{self.item.source}/{self.item.id}"
        return place(self.message)


Read = Callable[[Message], Arrival | None]
"""Reads a message; None where it is no business of the consumer's."""


def events(types: EventTypes) -> Read:
    """Reads events of these types; a newer version of one of them is an arrival that cannot be read."""

    def read(message: Message) -> Arrival | None:
        type = cloudevents.type_of(message.headers)
        if type is None or not (type in types or ahead(type, types)):
            return None
        if type not in types:
            return unreadable(message, type, NewerVersion(f"{type} is newer than what this code knows"))
        try:
            recorded = cloudevents.recorded(message.headers, message.value, types)
        except Exception as error:  # noqa: BLE001  # whatever it is, an upcaster's defect too, it is parked with it
            return unreadable(message, type, error)
        return Arrival(message, (message.topic, recorded.stream), type, recorded)

    return read


def unreadable(message: Message, type: str, error: Exception) -> Arrival:
    """An arrival that waits for newer code, or for an operator."""
    return Arrival(message, (message.topic, stream(message)), type, error=error)


def place(message: Message) -> str:
    """Where the message is on Kafka, for ever: `topic/partition/offset`."""
    return f"{message.topic}/{message.partition}/{message.offset}"


def stream(message: Message) -> str:
    """What the message says to belong to, by its header or else its key; a message of neither is its own stream."""
    for said in (dict(message.headers).get("ce_subject"), message.key):
        if said:
            try:
                return str(said, "utf-8")
            except UnicodeDecodeError:
                continue
    return place(message)


def records(message: Message) -> Arrival | None:
    """Reads messages of a compacted topic, each the last state of what its key names."""
    if message.key is None:
        return None
    try:
        id, _ = message.key.decode(), version(message)
        if message.value is not None and not isinstance(json.loads(message.value), dict):
            raise Malformed("the record is not a JSON object")
    except ValueError as error:  # what UnicodeDecodeError and JSONDecodeError are, too
        return unreadable(message, "record", Malformed(str(error)))
    except Malformed as error:
        return unreadable(message, "record", error)
    return Arrival(message, (message.topic, id), "record", message)
