"""What is published of a company's webhook endpoint: that it was warned about, disabled, or enabled again."""

from datetime import datetime
from typing import Literal

from shared.contracts.notifications.fact import NotificationsFact


class EndpointWarned(NotificationsFact):
    """Nothing was taken at the endpoint from `failing_since` to `at`; `warning` is the first or the second one."""

    type: Literal["notifications.EndpointWarned"] = "notifications.EndpointWarned"
    endpoint: str
    company: str
    warning: int
    failing_since: datetime
    at: datetime


class EndpointDisabled(NotificationsFact):
    """Nothing is sent to the endpoint from `at` on, and the company is told by mail.

    `reason` is `gone` where the receiver has said so (410), `failing` after five days and two warnings, `asked` where
    somebody wanted it.
    """

    type: Literal["notifications.EndpointDisabled"] = "notifications.EndpointDisabled"
    endpoint: str
    company: str
    reason: Literal["gone", "failing", "asked"]
    at: datetime


class EndpointEnabled(NotificationsFact):
    """The endpoint, which was disabled, is called again from `at` on."""

    type: Literal["notifications.EndpointEnabled"] = "notifications.EndpointEnabled"
    endpoint: str
    company: str
    at: datetime


EndpointEvent = EndpointWarned | EndpointDisabled | EndpointEnabled
