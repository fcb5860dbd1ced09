"""When a member of a delegation is accredited, that person learns of it, with the link to the second form."""

from datetime import date

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.roster import MemberAccredited
from shared.contracts.invitation_links import Invitation


def audience(event: MemberAccredited) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("person", event.person), event.delegation),)


async def context(event: MemberAccredited, _: Addressee, look: Look) -> Context:
    fair, person = await look.fair(event.fair), await look.contact(event.person)
    return {
        "fair": fair["name"],
        "name": person["name"] if person is not None else None,
        "starts_on": date.fromisoformat(fair["starts_on"]),
        "ends_on": date.fromisoformat(fair["ends_on"]),
    }


def invites(event: MemberAccredited, _: Addressee) -> Invitation:
    return Invitation(event.delegation, event.person)


RULE = Rule("member_accredited", (MemberAccredited,), audience, context, invites=invites, treatment=Treatment("visits"))
