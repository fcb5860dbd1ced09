"""What every event of the notifications service has: its topic."""

from typing import ClassVar

from shared.eventing.event import Event


class NotificationsFact(Event):
    topic: ClassVar[str] = "liaison.notifications"
