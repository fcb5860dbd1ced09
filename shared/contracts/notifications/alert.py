"""What is published of an alert: an addressee's copy of one edition of a threat notice, and who has read it."""

from datetime import datetime
from typing import Literal

from shared.contracts.notifications.fact import NotificationsFact
from shared.contracts.postings.notice import NoticeReader, Step


class AlertAcknowledged(NotificationsFact):
    """`reader` said through the signed link of its message, `delivery`, that it has read the notice.

    It is the addressee itself, or whoever was told in its place.
    """

    type: Literal["notifications.AlertAcknowledged"] = "notifications.AlertAcknowledged"
    alert: str
    notice: str
    edition: int
    addressee: NoticeReader
    reader: NoticeReader
    delivery: str
    at: datetime


class AlertEscalated(NotificationsFact):
    """Nobody has acknowledged the alert in time, so the reader of the next step is told in the addressee's place."""

    type: Literal["notifications.AlertEscalated"] = "notifications.AlertEscalated"
    alert: str
    notice: str
    edition: int
    addressee: NoticeReader
    step: Step
    reader: NoticeReader
    at: datetime


AlertEvent = AlertAcknowledged | AlertEscalated
