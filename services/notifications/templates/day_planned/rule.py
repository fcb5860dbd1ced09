"""When a buyer-meeting day is planned, the post there learns that it hosts it, and partners that they hold it too."""

from datetime import date

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.day import DayPlanned
from shared.contracts.delegations.day_arrangement import DayPartnersSet


def audience(event: DayPlanned | DayPartnersSet) -> tuple[Addressee, ...]:
    if isinstance(event, DayPlanned):
        return (Addressee(Recipient("post", event.post), event.day),)
    return tuple(Addressee(Recipient("partner", partner), event.day) for partner in event.joined)


async def context(event: DayPlanned | DayPartnersSet, _: Addressee, look: Look) -> Context:
    day = await look.day(event.day)
    return {
        "hosting": isinstance(event, DayPlanned),
        "title": day["title"],
        "country_code": day["country"],
        "venue": day["venue"],
        "held_on": date.fromisoformat(day["held_on"]),
    }


RULE = Rule("day_planned", (DayPlanned, DayPartnersSet), audience, context, treatment=Treatment("meetings"))
