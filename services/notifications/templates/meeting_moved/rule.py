"""When a repair moves or adds a meeting, its two parties learn of the new time and table, and nobody else."""

from services.notifications import appointments
from services.notifications.channels.calendar import Entry
from services.notifications.links import Question
from services.notifications.look import Look
from services.notifications.recipients import Addressee
from services.notifications.rule import Context, Rule
from services.notifications.succession import Succession
from services.notifications.templates.meeting_invitation.rule import LINGER
from services.notifications.treatment import Treatment
from shared.contracts.delegations.day import Appointment, TimetablePublished
from shared.contracts.delegations.day_repair import AppointmentAdded, AppointmentMoved
from shared.eventing.event import Event

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


def since(event: Told, told: Event | None, to: Addressee) -> Told | None:
    """A meeting that moved more than once has moved from where the recipient was last told that it is."""
    before = _appointment(told, to)
    if before is None:
        said = event.model_dump(exclude={"type", "before", "moved_at", "added_at"})
        at = event.moved_at if isinstance(event, AppointmentMoved) else event.added_at
        return AppointmentAdded(**said, added_at=at)
    now = event.appointment
    if (before.starts_at, before.ends_at, before.table) == (now.starts_at, now.ends_at, now.table):
        return None
    return event.model_copy(update={"before": before}) if isinstance(event, AppointmentMoved) else event


def _appointment(told: Event | None, to: Addressee) -> Appointment | None:
    """The meeting as this recipient was told; none where that it is cancelled was the last word."""
    match told:
        case TimetablePublished():
            return next(one for one in told.appointments if one.meeting == to.subject)
        case AppointmentMoved() | AppointmentAdded():
            return told.appointment
    return None


RULE = Rule(
    "meeting_moved",
    (AppointmentMoved, AppointmentAdded),
    audience,
    context,
    calendar=calendar,
    asks=asks,
    treatment=Treatment("meetings", urgent=True),
    succession=Succession(since=since),
)
