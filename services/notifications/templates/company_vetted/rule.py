"""When a company that entered itself is approved or refused, it learns of it, and of the reason of a refusal."""

from typing import Any

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from shared.contracts.delegations.company import CompanyApproved, CompanyRefused


def audience(event: CompanyApproved | CompanyRefused) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("company", event.company), event.company),)


async def context(event: CompanyApproved | CompanyRefused, _: Addressee, look: Look) -> Context:
    return {
        "company": (await look.company(event.company))["name"],
        "approved": isinstance(event, CompanyApproved),
        "reason": event.reason if isinstance(event, CompanyRefused) else "",
    }


def webhook(event: CompanyApproved | CompanyRefused, _: Addressee) -> dict[str, Any]:
    return {"company": event.company, "standing": "approved" if isinstance(event, CompanyApproved) else "refused"}


RULE = Rule("company_vetted", (CompanyApproved, CompanyRefused), audience, context, webhook=webhook)
