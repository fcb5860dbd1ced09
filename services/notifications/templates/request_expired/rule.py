"""When a request for a meeting was not accepted in time, whoever had asked learns that it has ended."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.day_requests import MeetingRequestExpired


def audience(event: MeetingRequestExpired) -> tuple[Addressee, ...]:
    if event.participant is None:
        return ()  # events from before it was said who had asked
    return (Addressee(Recipient("participant", event.participant, event.day), event.meeting),)


async def context(event: MeetingRequestExpired, to: Addressee, look: Look) -> Context:
    day, asked = await look.day(event.day), event.counterpart or ""
    names = await look.participants(event.day, (to.recipient.id, asked))
    return {"title": day["title"], "participant": names[to.recipient.id]["name"], "counterpart": names[asked]["name"]}


RULE = Rule(
    "request_expired",
    (MeetingRequestExpired,),
    audience,
    context,
    treatment=Treatment("meetings", optional=True, digestible=True),
)
