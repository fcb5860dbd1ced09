"""How large an event may be: what Kafka does not take would stop every event behind it."""

from shared.contracts.delegations.day import DayEvent
from shared.eventing.decider import Refused

LARGEST = 1_000_000  # bytes of an event, which with its headers is a little less than Kafka takes


def sendable(event: DayEvent, slug: str, what: str) -> None:
    """Raises Refused with this slug for an event that is too large, of which this is the reason."""
    if (size := len(event.model_dump_json())) > LARGEST:
        raise Refused(slug, f"{what} make an event of {size} bytes")
