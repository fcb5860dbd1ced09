"""Who has come to a day: one document per participant that was ever checked in, with what was taken back."""

from collections.abc import Iterable

from shared.contracts.delegations.attendance import AttendanceEvent, DayCheckInMade, DayCheckInUndone
from shared.eventing.view import Document, View


def attendance_id(day: str, participant: str) -> str:
    """The document of one participant; ids have no slash, so no two participants share it."""
    return f"{day}/{participant}"


def keys(event: AttendanceEvent) -> Iterable[str]:
    return (attendance_id(event.day, event.participant),)


def evolve(document: Document | None, event: AttendanceEvent) -> Document:
    attendance = document or {"undone": []}
    match event:
        case DayCheckInMade():
            came = event.model_dump(include={"day", "post", "participant", "side", "at", "by_scan"})
            return {**attendance, **came, "present": True}
        case DayCheckInUndone():
            undone = [*attendance["undone"], event.model_dump(include={"reason", "at"})]
            return {**attendance, "present": False, "undone": undone}


ATTENDANCES = View(
    "attendances", (DayCheckInMade, DayCheckInUndone), keys, evolve, indexes=(("day", "_id"), ("post", "_id"))
)
