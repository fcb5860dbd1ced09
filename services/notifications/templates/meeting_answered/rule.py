"""When a party has said whether it comes, the post that holds the day and the counterpart learn of it."""

from services.notifications import appointments
from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.day import MeetingAnswered


def audience(event: MeetingAnswered) -> tuple[Addressee, ...]:
    return (
        Addressee(Recipient("post", event.post), event.appointment.meeting),
        Addressee(Recipient("participant", event.counterpart, event.day), event.appointment.meeting),
    )


async def context(event: MeetingAnswered, _: Addressee, look: Look) -> Context:
    seen = await appointments.meeting(look, event.day, event.appointment, event.participant)
    return {**seen, "accepted": event.answer == "accepted"}


RULE = Rule(
    "meeting_answered",
    (MeetingAnswered,),
    audience,
    context,
    treatment=Treatment("meetings", optional=True, digestible=True),
)
