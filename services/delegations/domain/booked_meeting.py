"""A meeting of a published timetable as commands bring it along: its day, its appointment, whether it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.delegations.domain.attendance import day_of
from services.delegations.domain.planned_day import PlannedDay
from shared.contracts.delegations.day import Appointment, DayPlanned
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class Booked:
    plan: DayPlanned
    appointment: Appointment
    cancelled: bool

    def about(self, at: datetime) -> dict[str, Any]:
        """What every event of the meeting says."""
        parties = self.appointment.model_dump(include={"meeting", "company", "buyer"})
        return {**self.plan.model_dump(include={"day", "post", "country"}), **parties, "at": at}

    def day_of(self, instant: datetime) -> date:
        """The date at the venue."""
        return day_of(self.plan, instant)

    def stands(self, called_off: int | None = None) -> None:
        """Also where it has been called off, up to this sequence, since it was brought along.

        Slug: `meeting-already-cancelled`.
        """
        if self.cancelled or (called_off is not None and self.appointment.sequence <= called_off):
            raise Refused("meeting-already-cancelled", f"meeting {self.appointment.meeting} is cancelled")

    def begun(self, now: datetime) -> None:
        """Slug: `meeting-not-begun`."""
        if now < self.appointment.starts_at:
            begins = self.appointment.starts_at.isoformat()
            raise Refused("meeting-not-begun", f"meeting {self.appointment.meeting} begins at {begins}")


def booked(day: PlannedDay, meeting: str) -> Booked:
    """The meeting as the published timetable has it now.

    Slugs: `meeting-unknown`, `timetable-not-published`, `meeting-not-in-timetable`.
    """
    if day.plan is None or meeting not in day.meetings:
        raise Refused("meeting-unknown", f"there is no meeting {meeting}")
    if not day.appointments:
        raise Refused("timetable-not-published", f"the timetable with meeting {meeting} is not published")
    if meeting not in day.appointments:
        raise Refused("meeting-not-in-timetable", f"meeting {meeting} has no place in the published timetable")
    return Booked(day.plan, day.appointments[meeting], meeting in day.cancelled)
