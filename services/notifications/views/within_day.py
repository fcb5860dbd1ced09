"""The keys of what has an id that is unique within its buyer-meeting day only: participants, applicants, meetings."""


def within_day(day: str, id: str) -> str:
    """The day's id and its own; `/` occurs in no id."""
    return f"{day}/{id}"
