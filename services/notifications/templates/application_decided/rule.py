"""When a company is selected for a buyer-meeting day or refused, whoever applied for it learns of it."""

from datetime import date
from typing import Any

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.day_selection import ApplicationRefused, ApplicationSelected


def audience(event: ApplicationSelected | ApplicationRefused) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("applicant", event.company, event.day), event.day),)


async def context(event: ApplicationSelected | ApplicationRefused, _: Addressee, look: Look) -> Context:
    day, applicant = await look.day(event.day), await look.applicant(event.day, event.company)
    return {
        "title": day["title"],
        "venue": day["venue"],
        "held_on": date.fromisoformat(day["held_on"]),
        "company": applicant["name"],
        "selected": isinstance(event, ApplicationSelected),
        "reason": event.reason if isinstance(event, ApplicationRefused) else "",
    }


def webhook(event: ApplicationSelected | ApplicationRefused, _: Addressee) -> dict[str, Any]:
    status = "selected" if isinstance(event, ApplicationSelected) else "refused"
    return {"day": event.day, "company": event.company, "status": status}


RULE = Rule(
    "application_decided",
    (ApplicationSelected, ApplicationRefused),
    audience,
    context,
    webhook=webhook,
    treatment=Treatment("visits"),
)
