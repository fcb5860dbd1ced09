"""A reaction: what a service does when an event has happened, in its own or in another service."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from shared.eventing import tracing
from shared.eventing.event import Event, Recorded
from shared.eventing.origin import Origin


@dataclass(frozen=True)
class Reaction:
    """What to do, called once per handled event in stream order, and again after a crash.

    Effects must be keyed by the event, so that the second call changes nothing. When `react` raises because a server is
    away, the event and what follows it wait for the server; whatever else it raises parks the event and its stream.
    """

    name: str
    handles: tuple[type[Event], ...]
    react: Callable[[Recorded], Awaitable[None]]


def provoked(reaction: str, event: Recorded) -> Origin:
    """The origin of a command that an event provokes; its key derives from the event, so redelivery changes nothing."""
    return Origin(
        actor=f"reaction:{reaction}",
        key=f"{reaction}:{event.source}:{event.id}",
        correlation=event.correlation,
        causation=event.id,
        traceparent=tracing.current() or event.traceparent,
    )
