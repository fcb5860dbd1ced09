"""Where a command comes from: who gave it, under which key, as part of which conversation."""

from dataclasses import dataclass, field
from uuid import uuid4


@dataclass(frozen=True, slots=True)
class Origin:
    """Stored with the commit that a command makes.

    `key` makes the command idempotent: the store answers a key that it has seen with what it answered then.
    `fingerprint` tells two commands under one key apart. `correlation` follows the whole conversation, `causation` is
    the id of the event that provoked this command, `traceparent` the W3C trace context.
    """

    actor: str
    key: str | None = None
    fingerprint: str | None = None
    correlation: str = field(default_factory=lambda: str(uuid4()))
    causation: str | None = None
    traceparent: str | None = None
