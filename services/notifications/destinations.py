"""Where a recipient is reached when the time to send has come, and in which language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.notifications.look import Look
from services.notifications.outcomes import Permanent, Withdrawn
from services.notifications.recipients import Recipient
from services.notifications.views.companies import spokesman
from shared.contracts.people import Language
from shared.eventing.view import Document


@dataclass(frozen=True)
class Destination:
    """A mailbox and the language that is read there."""

    mail: str
    language: Language


async def destination(recipient: Recipient, look: Look, test_mailbox: str) -> Destination:
    """Where a recipient is reached by mail. Raises NotYetKnown, Permanent without an address, Withdrawn if erased."""
    match recipient:
        case Recipient("embassy", post):
            return _functional(await look.post(post), "embassy_mail", "embassy_language")
        case Recipient("post", post):
            return _functional(await look.post(post), "mail", "language")
        case Recipient("mailbox", mailbox):
            return _open(await look.mailbox(mailbox))
        case Recipient("directorate", directorate):
            return _set(await look.mailbox_of("directorate", directorate), f"the {directorate} directorate")
        case Recipient("hq"):
            return _set(await look.mailbox_of("hq", None), "headquarters")
        case Recipient("company", company):
            return await _person(spokesman(await look.company(company)), look)
        case Recipient("participant", participant, str(day)):
            return await _person((await look.participant(day, participant))["contact"], look)
        case Recipient("applicant", company, str(day)):
            return await _person((await look.applicant(day, company))["contact"], look)
        case Recipient("person", person):
            return await _person(person, look)
        case Recipient("officer", officer):
            return _personal(await look.officer_record(officer))
        case Recipient("canary"):
            if not test_mailbox:
                raise Withdrawn("no test mailbox is set any more")
            return Destination(test_mailbox, "en")
    raise Permanent(f"{recipient.kind} without the day it belongs to")


def _functional(post: Mapping[str, str], mail: str, language: str) -> Destination:
    return Destination(post[mail], "en" if post[language] == "en" else "fr")


def _open(mailbox: Mapping[str, Any]) -> Destination:
    if mailbox["closed"]:
        raise Permanent("the mailbox is closed")
    return _functional(mailbox, "mail", "language")


def _set(mailbox: Mapping[str, Any] | None, whose: str) -> Destination:
    if mailbox is None:
        raise Permanent(f"no mailbox is set for {whose}")
    return _functional(mailbox, "mail", "language")


async def _person(id: str | None, look: Look) -> Destination:
    if id is None:
        raise Permanent("no contact person is named")
    return _personal(await look.contact(id))


def _personal(person: Document | None) -> Destination:
    if person is None:
        raise Withdrawn("the person was erased")
    if person.get("mail") is None:
        raise Permanent("the person has no mail address")
    return Destination(person["mail"], person["language"])
