"""The UIDs of meetings in calendars: whoever writes an entry, a calendar knows the meeting again."""

from uuid import UUID, uuid5

CALENDAR = UUID(
    "4d0e7a0c-6a1c-5a4e-9d53-0d3b8f5f2c11"
)  # the namespace of calendar UIDs; changing it orphans invitations


def calendar_uid(day: str, meeting: str, participant: str) -> str:
    """The meeting's UID in the calendar of one of its parties, the same for everything ever said about it."""
    return str(uuid5(CALENDAR, f"{day}/{meeting}/{participant}"))
