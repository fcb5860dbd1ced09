"""When somebody asks for a meeting, whoever is asked learns of it, unless both sides had agreed to it before."""

from datetime import date

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.day import MeetingRequested


def parties(event: MeetingRequested) -> tuple[str, str]:
    """Who asks, and who is asked."""
    pair = (event.company, event.buyer)
    return pair if event.requested_by == "company" else (pair[1], pair[0])


def audience(event: MeetingRequested) -> tuple[Addressee, ...]:
    if event.agreed:
        return ()
    _, asked = parties(event)
    return (Addressee(Recipient("participant", asked, event.day), event.meeting),)


async def context(event: MeetingRequested, _: Addressee, look: Look) -> Context:
    day, (asking, asked) = await look.day(event.day), parties(event)
    names = await look.participants(event.day, (asking, asked))
    return {
        "title": day["title"],
        "held_on": date.fromisoformat(day["held_on"]),
        "participant": names[asked]["name"],
        "counterpart": names[asking]["name"],
        "waits": event.needs_acceptance,
    }


RULE = Rule(
    "meeting_requested",
    (MeetingRequested,),
    audience,
    context,
    treatment=Treatment("meetings", optional=True, digestible=True),
)
