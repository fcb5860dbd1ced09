"""The simplest view: each event says everything about its thing, so the last one is the document."""

from typing import Any

from shared.eventing.event import Event
from shared.eventing.view import Document, View


def latest(name: str, *events: type[Event], key: str) -> View:
    """A view of the last of these events for each value of the field `key`."""

    def keys(event: Any) -> tuple[str]:
        return (getattr(event, key),)

    def evolve(_: Document | None, event: Event) -> Document:
        return event.model_dump(mode="json", exclude={"type"})

    return View(name, events, keys, evolve)
