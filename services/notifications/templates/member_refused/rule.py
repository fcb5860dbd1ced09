"""When a member of a delegation is refused, that person learns of it; the reason is for those who accredit."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.roster import MemberRefused


def audience(event: MemberRefused) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("person", event.person), event.delegation),)


async def context(event: MemberRefused, _: Addressee, look: Look) -> Context:
    fair, person = await look.fair(event.fair), await look.contact(event.person)
    return {"fair": fair["name"], "name": person["name"] if person is not None else None}


RULE = Rule("member_refused", (MemberRefused,), audience, context, treatment=Treatment("visits"))
