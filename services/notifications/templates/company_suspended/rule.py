"""When an approved company is suspended or reinstated, it learns of it, and of the reason of a suspension."""

from typing import Any

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from shared.contracts.delegations.company import CompanyReinstated, CompanySuspended


def audience(event: CompanySuspended | CompanyReinstated) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("company", event.company), event.company),)


async def context(event: CompanySuspended | CompanyReinstated, _: Addressee, look: Look) -> Context:
    return {
        "company": (await look.company(event.company))["name"],
        "suspended": isinstance(event, CompanySuspended),
        "reason": event.reason if isinstance(event, CompanySuspended) else "",
    }


def webhook(event: CompanySuspended | CompanyReinstated, _: Addressee) -> dict[str, Any]:
    return {"company": event.company, "standing": "suspended" if isinstance(event, CompanySuspended) else "approved"}


RULE = Rule("company_suspended", (CompanySuspended, CompanyReinstated), audience, context, webhook=webhook)
