"""What is published of who came to a buyer-meeting day."""

from datetime import datetime
from typing import Literal

from shared.contracts.delegations.day import Side
from shared.contracts.delegations.fact import DelegationsFact


class DayCheckInMade(DelegationsFact):
    """A participant came to its day at the UTC instant `at`; `by_scan` says that the code of its badge was scanned."""

    type: Literal["delegations.DayCheckInMade"] = "delegations.DayCheckInMade"
    day: str
    post: str
    participant: str
    side: Side
    at: datetime
    by_scan: bool


class DayCheckInUndone(DelegationsFact):
    """The participant had not come: the organiser took its check-in back."""

    type: Literal["delegations.DayCheckInUndone"] = "delegations.DayCheckInUndone"
    day: str
    post: str
    participant: str
    reason: str
    at: datetime


AttendanceEvent = DayCheckInMade | DayCheckInUndone
