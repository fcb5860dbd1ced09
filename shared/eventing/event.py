"""A domain event: a fact in the past tense, and the same fact as recorded in a stream."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import reduce
from typing import Annotated, Any, ClassVar, NamedTuple, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from shared.eventing.versions import named, typed

Data = Mapping[str, Any]
Upcast = Callable[[Data], Data]


class Event(BaseModel):
    """Something that has happened; each event class narrows `type` to one literal, as `postings.PostEnded`.

    Unknown fields are ignored, so that a consumer survives a producer that is one version ahead.

    A change that breaks readers is a new version: the class's type becomes `postings.PostEnded.v2`, and `upcasts` says
    how the body of each earlier version, from the first on, becomes that of the next. Old events are then read as if
    they had been written today. Upcasts are pure, and leave `type` alone. Defining a class raises TypeError where its
    upcasts do not lead to the version that its type names.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    topic: ClassVar[str]
    upcasts: ClassVar[tuple[Upcast, ...]] = ()
    type: str

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        if isinstance(type := cls.model_fields["type"].default, str) and named(type)[1] != len(cls.upcasts) + 1:
            raise TypeError(f"{type} needs {named(type)[1] - 1} upcasts, one from each earlier version")

    @classmethod
    def type_name(cls) -> str:
        """The CloudEvents type of this class of events."""
        return str(cls.model_fields["type"].default)

    @classmethod
    def type_names(cls) -> tuple[str, ...]:
        """Every type whose events this class reads: all its versions, the first one first."""
        name, newest = named(cls.type_name())
        return tuple(typed(name, version) for version in range(1, newest + 1))

    @classmethod
    def read(cls, data: Any) -> Self:
        """The event that this body of any of its versions tells. Raises ValueError, as pydantic does."""
        return cls.model_validate(upcast(cls, data) if cls.upcasts else data)

    @classmethod
    def read_json(cls, body: bytes) -> Self:
        """The same from JSON."""
        return cls.read(json.loads(body)) if cls.upcasts else cls.model_validate_json(body)


def upcast(event: type[Event], data: Any) -> Data:
    """The body as the newest version of this event has it. Raises ValueError where it is no body of this event."""
    if not isinstance(data, Mapping) or data.get("type") not in event.type_names():
        raise ValueError(f"this is no version of {event.type_name()}")
    try:
        newest = reduce(lambda body, step: step(body), event.upcasts[named(data["type"])[1] - 1 :], data)
    except KeyError as missing:
        raise ValueError(f"{data['type']} lacks {missing}") from missing
    return {**newest, "type": event.type_name()}


EventTypes = Mapping[str, type[Event]]


def by_type(events: Iterable[type[Event]]) -> EventTypes:
    """The given event classes by the types that they read, so that an old version's name finds the newest class."""
    return {name: event for event in events for name in event.type_names()}


def members(union: Any) -> tuple[type[Event], ...]:
    """The event classes of a union, also where it is annotated or a single class."""
    if get_origin(union) is Annotated:
        return members(get_args(union)[0])
    return get_args(union) or (union,)


class Recorded(NamedTuple):
    """An event with its place in history.

    `sequence` counts the events of one stream from 1 without gaps; `id` is `stream/sequence` and so the same on every
    redelivery; `time` is the UTC instant of the commit.
    """

    event: Event
    stream: str
    sequence: int
    time: datetime
    source: str
    correlation: str
    causation: str | None = None
    traceparent: str | None = None

    @property
    def id(self) -> str:
        """Unique within `source`, stable for ever."""
        return event_id(self.stream, self.sequence)


def event_id(stream: str, sequence: int) -> str:
    """The id of the event at this place of a stream."""
    return f"{stream}/{sequence}"
