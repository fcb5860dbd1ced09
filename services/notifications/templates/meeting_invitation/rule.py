"""When a timetable is published, both parties of each meeting are invited, with their whole programme of the day."""

from datetime import timedelta

from services.notifications import appointments
from services.notifications.channels.calendar import Entry
from services.notifications.links import Question
from services.notifications.look import Look
from services.notifications.recipients import Addressee
from services.notifications.rule import Context, Rule
from services.notifications.succession import Succession
from services.notifications.treatment import Treatment
from shared.contracts.delegations.day import Appointment, TimetablePublished

LINGER = timedelta(days=3)  # after the meeting a link still explains itself


def audience(event: TimetablePublished) -> tuple[Addressee, ...]:
    return tuple(party for one in event.appointments for party in appointments.parties(event.day, one))


async def context(event: TimetablePublished, to: Addressee, look: Look) -> Context:
    me = to.recipient.id
    mine = sorted((one for one in event.appointments if me in (one.company, one.buyer)), key=lambda one: one.starts_at)
    day = await look.day(event.day)
    others = await look.participants(event.day, {appointments.counterpart(one, me) for one in mine})
    programme = [
        {**appointments.place(day, one), "counterpart": others[appointments.counterpart(one, me)]["name"]}
        for one in mine
    ]
    return {**await appointments.meeting(look, event.day, appointment(event, to), me), "programme": programme}


def appointment(event: TimetablePublished, to: Addressee) -> Appointment:
    """The one that this invitation is about."""
    return next(one for one in event.appointments if one.meeting == to.subject)


def calendar(event: TimetablePublished, to: Addressee, context: Context) -> Entry:
    return appointments.entry("REQUEST", event.day, appointment(event, to), to, context)


def asks(event: TimetablePublished, to: Addressee) -> Question:
    one = appointment(event, to)
    about = {"day": event.day, "meeting": one.meeting, "participant": to.recipient.id}
    return Question("meeting", about, one.starts_at, one.ends_at + LINGER)


RULE = Rule(
    "meeting_invitation",
    (TimetablePublished,),
    audience,
    context,
    calendar=calendar,
    asks=asks,
    treatment=Treatment("meetings"),
    succession=Succession(),
)
