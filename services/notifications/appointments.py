"""What messages about meetings have in common: the two parties, counterparts, local times, the calendar entry."""

from datetime import datetime
from zoneinfo import ZoneInfo

from services.notifications.channels.calendar import Entry, Method
from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context
from shared.contracts.calendars import calendar_uid
from shared.contracts.delegations.day import Appointment
from shared.eventing.view import Document


def parties(day: str, appointment: Appointment) -> tuple[Addressee, Addressee]:
    """The company and the buyer of a meeting."""
    company, buyer = (Recipient("participant", party, day) for party in (appointment.company, appointment.buyer))
    return Addressee(company, appointment.meeting), Addressee(buyer, appointment.meeting)


def counterpart(appointment: Appointment, participant: str) -> str:
    """The id of the other party."""
    return appointment.buyer if participant == appointment.company else appointment.company


async def meeting(look: Look, day: str, appointment: Appointment, participant: str) -> Context:
    """A meeting as one of its parties sees it, in the time zone of the day."""
    planned = await look.day(day)
    other = counterpart(appointment, participant)
    names = await look.participants(day, (participant, other))
    return {
        "title": planned["title"],
        "venue": planned["venue"],
        "participant": names[participant]["name"],
        "counterpart": names[other]["name"],
        **place(planned, appointment),
    }


def place(day: Document, appointment: Appointment) -> Context:
    """When, in local time, and at which table."""
    return {
        "starts_at": local(appointment.starts_at, day),
        "ends_at": local(appointment.ends_at, day),
        "table": appointment.table,
    }


def local(instant: datetime, day: Document) -> datetime:
    """The instant by the clocks at the venue."""
    return instant.astimezone(ZoneInfo(day["time_zone"]))


def entry(method: Method, day: str, appointment: Appointment, to: Addressee, context: Context) -> Entry:
    """The meeting in one party's calendar: the same UID for every message about it to this party."""
    return Entry(
        method=method,
        uid=calendar_uid(day, appointment.meeting, to.recipient.id),
        sequence=appointment.sequence,
        starts_at=context["starts_at"],
        ends_at=context["ends_at"],
        summary=f"{context['title']}: {context['counterpart']}",
        location=f"{context['venue']} ({context['table']})",
    )
