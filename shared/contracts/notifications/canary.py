"""What is published of the canaries: that one was released, so that its mail takes the way of all others."""

from datetime import date
from typing import Literal

from shared.contracts.notifications.fact import NotificationsFact


class CanaryReleased(NotificationsFact):
    """The canary with this number was released on this day, UTC; numbers begin at 0 each day and rise."""

    type: Literal["notifications.CanaryReleased"] = "notifications.CanaryReleased"
    day: date
    number: int


CanaryEvent = CanaryReleased
