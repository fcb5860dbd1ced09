"""A delivery as the others hear of it: each time that it is settled is told once."""

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.notifications import NotificationsEvent
from shared.contracts.notifications.delivery import DeliveryFailed, DeliverySucceeded
from shared.eventing.decider import Decider

Event = DeliverySucceeded | DeliveryFailed


@dataclass(frozen=True)
class Settle:
    """The delivery was settled at the UTC instant `at`: by `channel` if it was taken, else for this `reason`."""

    delivery: str
    message: str
    subject: str
    at: datetime
    channel: str | None = None
    reason: str = ""
    code: int | None = None


def decide(told: datetime | None, settled: Settle) -> list[Event]:
    """What was settled no later than what was told last has been told; one that an operator reopened settles later."""
    if told is not None and settled.at <= told:
        return []
    about = {"delivery": settled.delivery, "message": settled.message, "subject": settled.subject}
    if settled.channel is not None:
        return [DeliverySucceeded(**about, channel=settled.channel, at=settled.at)]
    return [DeliveryFailed(**about, reason=settled.reason, code=settled.code, at=settled.at)]


def evolve(_: datetime | None, event: Event) -> datetime | None:
    return event.at


DELIVERY: Decider[datetime | None, Settle, Event] = Decider("delivery", None, decide, evolve, NotificationsEvent)
