"""A view: a pure read model, kept as one MongoDB document per key."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from shared.eventing.event import Event

Document = dict[str, Any]
Index = tuple[str, ...]


@dataclass(frozen=True)
class View:
    """Which documents an event touches, and what becomes of each.

    `name` is the collection. `keys` answers document ids; `evolve` gets the document (None where there is none) and the
    event and answers the new document, or None to remove it; neither does I/O, and neither mutates its input. Events of
    different streams arrive in any order, so `evolve` must not depend on it. Fields that start with `_` belong to the
    runner. `indexes` are lists of fields.
    """

    name: str
    handles: tuple[type[Event], ...]
    keys: Callable[[Any], Iterable[str]]
    evolve: Callable[[Document | None, Any], Document | None]
    indexes: tuple[Index, ...] = field(default=())
