"""When persons are invited to a delegation, each gets a link of their own; forwarded, it still registers them alone."""

from datetime import date

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.roster import MembersInvited
from shared.contracts.invitation_links import Invitation


def audience(event: MembersInvited) -> tuple[Addressee, ...]:
    persons = dict.fromkeys(guest.person for guest in event.guests)
    return tuple(Addressee(Recipient("person", person), event.delegation) for person in persons)


async def context(event: MembersInvited, to: Addressee, look: Look) -> Context:
    fair, person = await look.fair(event.fair), await look.contact(to.recipient.id)
    return {
        "fair": fair["name"],
        "name": person["name"] if person is not None else None,
        "country_code": event.country,
        "function": next(guest.function for guest in event.guests if guest.person == to.recipient.id),
        "starts_on": date.fromisoformat(fair["starts_on"]),
        "ends_on": date.fromisoformat(fair["ends_on"]),
    }


def invites(event: MembersInvited, to: Addressee) -> Invitation:
    return Invitation(event.delegation, to.recipient.id)


RULE = Rule("member_invited", (MembersInvited,), audience, context, invites=invites, treatment=Treatment("visits"))
