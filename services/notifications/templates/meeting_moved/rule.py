"""When a repair moves or adds a meeting, its two parties learn of the new time and table, and nobody else."""

from services.notifications import appointments
from services.notifications.channels.calendar import Entry
from services.notifications.links import Question
from services.notifications.look import Look
from services.notifications.recipients import Addressee
from services.notifications.rule import Context, Rule
from services.notifications.templates.meeting_invitation.rule import LINGER
from shared.contracts.delegations.day_repair import AppointmentAdded, AppointmentMoved

Told = AppointmentMoved | AppointmentAdded


def audience(event: Told) -> tuple[Addressee, ...]:
    return appointments.parties(event.day, event.appointment)


async def context(event: Told, to: Addressee, look: Look) -> Context:
    seen = await appointments.meeting(look, event.day, event.appointment, to.recipient.id)
    before = event.before if isinstance(event, AppointmentMoved) else None
    return {**seen, "before": None if before is None else appointments.place(await look.day(event.day), before)}


def calendar(event: Told, to: Addressee, context: Context) -> Entry:
    return appointments.entry("REQUEST", event.day, event.appointment, to, context)


def asks(event: Told, to: Addressee) -> Question:
    one = event.appointment
    about = {"day": event.day, "meeting": one.meeting, "participant": to.recipient.id}
    return Question("meeting", about, one.starts_at, one.ends_at + LINGER)


RULE = Rule("meeting_moved", (AppointmentMoved, AppointmentAdded), audience, context, calendar=calendar, asks=asks)
