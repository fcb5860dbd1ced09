"""When a request for a meeting is accepted, declined or withdrawn, its other party learns of it."""

from collections.abc import Mapping

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.day_requests import (
    MeetingRequestAccepted,
    MeetingRequestDeclined,
    MeetingRequestWithdrawn,
)
from shared.eventing.event import Event

Settled = MeetingRequestAccepted | MeetingRequestDeclined | MeetingRequestWithdrawn
HOW: Mapping[type[Event], str] = {
    MeetingRequestAccepted: "accepted",
    MeetingRequestDeclined: "declined",
    MeetingRequestWithdrawn: "withdrawn",
}


def audience(event: Settled) -> tuple[Addressee, ...]:
    if event.counterpart is None:
        return ()  # of early events, and where the timetable's own message says it
    return (Addressee(Recipient("participant", event.counterpart, event.day), event.meeting),)


async def context(event: Settled, to: Addressee, look: Look) -> Context:
    day, me = await look.day(event.day), to.recipient.id
    names = await look.participants(event.day, (me, event.participant))
    return {
        "title": day["title"],
        "participant": names[me]["name"],
        "counterpart": names[event.participant]["name"],
        "how": HOW[type(event)],
    }


RULE = Rule(
    "request_settled",
    (MeetingRequestAccepted, MeetingRequestDeclined, MeetingRequestWithdrawn),
    audience,
    context,
    treatment=Treatment("meetings", optional=True, digestible=True),
)
