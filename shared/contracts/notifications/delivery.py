"""What is published of a delivery: that it was taken by the other side, or that it came to nothing."""

from datetime import datetime
from typing import Literal

from shared.contracts.notifications.fact import NotificationsFact


class DeliverySucceeded(NotificationsFact):
    """The mail server or the webhook's receiver has taken it at `at`; `subject` is the thing that it tells about."""

    type: Literal["notifications.DeliverySucceeded"] = "notifications.DeliverySucceeded"
    delivery: str
    message: str
    subject: str
    channel: str
    at: datetime


class DeliveryFailed(NotificationsFact):
    """It was given up at `at`; `reason` is how the last attempt ended, `code` what the other side answered to it."""

    type: Literal["notifications.DeliveryFailed"] = "notifications.DeliveryFailed"
    delivery: str
    message: str
    subject: str
    reason: str
    code: int | None = None
    at: datetime


DeliveryEvent = DeliverySucceeded | DeliveryFailed
