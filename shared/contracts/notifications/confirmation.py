"""What is published of a participant's answer to the invitation to a meeting."""

from typing import Literal

from shared.contracts.notifications.fact import NotificationsFact


class MeetingConfirmed(NotificationsFact):
    """A participant said by the signed link or the calendar of its invitation that it will come."""

    type: Literal["notifications.MeetingConfirmed"] = "notifications.MeetingConfirmed"
    delivery: str
    day: str
    meeting: str
    participant: str


class MeetingDeclined(NotificationsFact):
    """A participant said by the signed link or the calendar of its invitation that it will not come."""

    type: Literal["notifications.MeetingDeclined"] = "notifications.MeetingDeclined"
    delivery: str
    day: str
    meeting: str
    participant: str


ConfirmationEvent = MeetingConfirmed | MeetingDeclined
