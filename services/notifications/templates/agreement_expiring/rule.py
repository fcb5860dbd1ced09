"""Six months before a bilateral agreement expires, the post that looks after it and its embassy learn of it."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, embassy_and_post
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.agreement import AgreementExpiring


def audience(event: AgreementExpiring) -> tuple[Addressee, ...]:
    return embassy_and_post(event.post, event.agreement)


async def context(event: AgreementExpiring, _: Addressee, look: Look) -> Context:
    post = await look.post(event.post)
    return {
        "post": post["name"],
        "country_code": event.country,
        "agreement": event.agreement,
        "title": event.title,
        "last_day": event.expires_on,
    }


RULE = Rule(
    "agreement_expiring", (AgreementExpiring,), audience, context, treatment=Treatment("cooperation", digestible=True)
)
