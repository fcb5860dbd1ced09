"""When a meeting is cancelled, its two parties learn of it, and which of them did it; nobody else does."""

from services.notifications import appointments
from services.notifications.channels.calendar import Entry
from services.notifications.look import Look
from services.notifications.recipients import Addressee
from services.notifications.rule import Context, Rule
from services.notifications.succession import Succession
from services.notifications.treatment import Treatment
from shared.contracts.delegations.day import MeetingCancelled


def audience(event: MeetingCancelled) -> tuple[Addressee, ...]:
    return appointments.parties(event.day, event.appointment)


async def context(event: MeetingCancelled, to: Addressee, look: Look) -> Context:
    seen = await appointments.meeting(look, event.day, event.appointment, to.recipient.id)
    names = {to.recipient.id: seen["participant"], None: None}
    return {**seen, "reason": event.reason, "by": names.get(event.cancelled_by, seen["counterpart"])}


def calendar(event: MeetingCancelled, to: Addressee, context: Context) -> Entry:
    return appointments.entry("CANCEL", event.day, event.appointment, to, context)


RULE = Rule(
    "meeting_cancelled",
    (MeetingCancelled,),
    audience,
    context,
    calendar=calendar,
    treatment=Treatment("meetings", urgent=True),
    succession=Succession(takes_back=True),
)
