"""One participant's meetings as an iCalendar file, with the UIDs of the invitations, by the day's own clocks."""

from datetime import datetime

from icalendar import Calendar, Event

from services.delegations.exports.clock_changes import clock_changes
from services.delegations.exports.programme import Line, Programme
from shared.contracts.calendars import calendar_uid
from shared.contracts.delegations.day import Appointment


def diary(programme: Programme, at: datetime) -> bytes:
    """What was taken in from an invitation is updated by it; made at the UTC instant `at`.

    It has no METHOD: that would make it an invitation, which needs an organiser's address.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Liaison//Delegations//EN")
    calendar.add("version", "2.0")
    meetings = [(line, line.appointment) for line in programme.lines if line.appointment]
    last = max((line.ends_at for line in programme.lines), default=at)
    calendar.add_component(clock_changes(programme.zone, programme.plan.slots[0], last))
    for line, appointment in meetings:
        calendar.add_component(_event(programme, line, appointment, at))
    return bytes(calendar.to_ical())


def _event(programme: Programme, line: Line, appointment: Appointment, at: datetime) -> Event:
    plan = programme.plan
    event = Event()
    event.add("uid", calendar_uid(plan.day, appointment.meeting, str(programme.of)))
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", at)
    for name, instant in (("dtstart", line.starts_at), ("dtend", line.ends_at)):
        event.add(name, programme.clock(instant).replace(tzinfo=None), parameters={"TZID": plan.time_zone})
    event.add("summary", f"{plan.title}: {programme.names[programme.counterpart(appointment)]}")
    event.add("location", f"{plan.venue} ({appointment.table})")
    event.add("status", "CANCELLED" if line.kind == "cancelled" else "CONFIRMED")
    return event
