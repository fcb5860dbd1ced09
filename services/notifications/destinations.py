"""Where a recipient is reached when the time to send has come, and in which language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.notifications.look import Look
from services.notifications.outcomes import Permanent, Withdrawn
from services.notifications.recipients import Recipient
from shared.contracts.people import Language
from shared.eventing.view import Document


@dataclass(frozen=True)
class Destination:
    """A mailbox and the language that is read there."""

    mail: str
    language: Language


@dataclass(frozen=True)
class Mailboxes:
    """Those that no event tells of: the `test` mailbox that gets the canaries, and the export partners', by their ids.

    Partners get mail in French.
    """

    test: str = ""
    partners: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def named(cls, test: str, partners: str) -> "Mailboxes":
        """Partners of a list such as `bpifrance=export@bpifrance.example, ...`. Raises ValueError."""
        pairs = [word.partition("=") for word in partners.split(",") if word.strip()]
        found = {id.strip(): mail.strip() for id, _, mail in pairs}
        if wrong := sorted(id for id, mail in found.items() if not id or mail.count("@") != 1):
            raise ValueError(f"not a list of partners and their mailboxes: {', '.join(wrong)}")
        return cls(test, found)


async def destination(recipient: Recipient, look: Look, mailboxes: Mailboxes) -> Destination:
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
            return await _company(company, look)
        case Recipient("participant", participant, str(day)):
            return await _person((await look.participant(day, participant))["contact"], look)
        case Recipient("applicant", company, str(day)):
            return await _person((await look.applicant(day, company))["contact"], look)
        case Recipient("person", person):
            return await _person(person, look)
        case Recipient("officer", officer):
            return _personal(await look.officer_record(officer))
        case Recipient("partner", partner):
            return _given(mailboxes.partners.get(partner, ""), "fr", f"no mailbox is set for the partner {partner}")
        case Recipient("canary"):
            return _given(mailboxes.test, "en", "no test mailbox is set any more")
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


def _given(mail: str, language: Language, otherwise: str) -> Destination:
    """A mailbox that a deployment may have or not."""
    if not mail:
        raise Withdrawn(otherwise)
    return Destination(mail, language)


async def _company(company: str, look: Look) -> Destination:
    """The contact person; where none is named, or it has no address any more, a manager of its staff that has one."""
    contact: str | None = (await look.company(company))["contact"]
    if (named := await _reached(contact, look)) is not None:
        return named
    for manager in await look.managers(company):
        if (found := await _reached(manager, look)) is not None:
            return found
    return await _person(contact, look)


async def _reached(id: str | None, look: Look) -> Destination | None:
    """Where a person reads mail, None where that is nowhere."""
    found = None if id is None else await look.contact(id)
    return None if found is None or found.get("mail") is None else _personal(found)


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
