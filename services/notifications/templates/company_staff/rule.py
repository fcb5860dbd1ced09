"""When somebody begins to act for a company, in whichever role, or acts for it no more, that person learns of it."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.company import StaffAppointed, StaffDismissed


def audience(event: StaffAppointed | StaffDismissed) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("person", event.person), event.company),)


async def context(event: StaffAppointed | StaffDismissed, _: Addressee, look: Look) -> Context:
    company, person = await look.company(event.company), await look.contact(event.person)
    return {
        "company": company["name"],
        "name": person["name"] if person is not None else None,
        "role": event.role if isinstance(event, StaffAppointed) else None,
    }


RULE = Rule("company_staff", (StaffAppointed, StaffDismissed), audience, context, treatment=Treatment("general"))
