"""What the notifications service publishes: what recipients did with what they were sent."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.eventing.event import Event


class NotificationsFact(Event):
    topic: ClassVar[str] = "liaison.notifications"


class MeetingConfirmed(NotificationsFact):
    """A participant said through the signed link of its invitation that it will come."""

    type: Literal["notifications.MeetingConfirmed"] = "notifications.MeetingConfirmed"
    delivery: str
    day: str
    meeting: str
    participant: str


class MeetingDeclined(NotificationsFact):
    """A participant said through the signed link of its invitation that it will not come."""

    type: Literal["notifications.MeetingDeclined"] = "notifications.MeetingDeclined"
    delivery: str
    day: str
    meeting: str
    participant: str


class ResultSigned(NotificationsFact):
    """A company said through its signed link that an export win is as declared."""

    type: Literal["notifications.ResultSigned"] = "notifications.ResultSigned"
    delivery: str
    request: str
    win: str
    company: str


class ResultDisputed(NotificationsFact):
    """A company said through its signed link that an export win is not as declared."""

    type: Literal["notifications.ResultDisputed"] = "notifications.ResultDisputed"
    delivery: str
    request: str
    win: str
    company: str


NotificationsEvent = Annotated[
    MeetingConfirmed | MeetingDeclined | ResultSigned | ResultDisputed, Field(discriminator="type")
]
