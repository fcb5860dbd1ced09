"""What is published of a company's answer to an export win that was declared for it."""

from typing import Literal

from shared.contracts.notifications.fact import NotificationsFact


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


SignOffEvent = ResultSigned | ResultDisputed
