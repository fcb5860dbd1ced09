"""A meeting of a published timetable, as several facts tell it."""

from datetime import datetime

from shared.contracts.delegations.fact import Part


class Appointment(Part):
    """A meeting as its parties need to know it; `sequence` is iCalendar's, rising with each change."""

    meeting: str
    company: str
    buyer: str
    starts_at: datetime
    ends_at: datetime
    table: int
    sequence: int
