"""When a delegation's interests meet exhibitors' categories, each of these companies learns of it once."""

from typing import Any

from services.notifications.claims import Priority
from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.delegation import ExhibitorsMatched


def audience(event: ExhibitorsMatched) -> tuple[Addressee, ...]:
    companies = dict.fromkeys(match.company for match in event.matches)
    return tuple(Addressee(Recipient("company", company), event.delegation) for company in companies)


async def context(event: ExhibitorsMatched, to: Addressee, look: Look) -> Context:
    company, fair = await look.company(to.recipient.id), await look.fair(event.fair)
    return {
        "company": company["name"],
        "fair": fair["name"],
        "country_code": event.country,
        "because": because(event, to),
    }


def because(event: ExhibitorsMatched, to: Addressee) -> tuple[str, ...]:
    """The categories that the company shares with the delegation's interests."""
    return next(match.because for match in event.matches if match.company == to.recipient.id)


def webhook(event: ExhibitorsMatched, to: Addressee) -> dict[str, Any]:
    return {
        "company": to.recipient.id,
        "delegation": event.delegation,
        "fair": event.fair,
        "country": event.country,
        "because": because(event, to),
    }


RULE = Rule(
    "exhibitor_matched",
    (ExhibitorsMatched,),
    audience,
    context,
    webhook=webhook,
    treatment=Treatment("visits", optional=True, digestible=True),
    priority=Priority.BULK,
)
