"""A contact of a post in a foreign police, gendarmerie or civil protection: kept, met, handed on, merged, erased."""

from datetime import timedelta
from typing import Any

from services.postings.domain.contact_commands import (
    Absorb,
    Command,
    Erase,
    HandOver,
    Merge,
    Record,
    Register,
    Remind,
    Revise,
    Share,
    Transfer,
)
from services.postings.domain.handling import Speaker
from services.postings.domain.known_contact import Contact, Place, evolve, still_active
from shared.contracts.postings.contact import (
    ContactAbsorbed,
    ContactErased,
    ContactEvent,
    ContactFellSilent,
    ContactHandedOver,
    ContactInteractionRecorded,
    ContactMerged,
    ContactRegistered,
    ContactRevised,
    ContactSharingDecided,
    ContactTransferred,
)
from shared.eventing.decider import Decider, Refused


def decide(contact: Contact, command: Command) -> list[ContactEvent]:
    """Saying the same again changes nothing. Slugs: `contact-unknown`, `-forbidden`, `-merged`, `-erased`,
    `-merged-with-itself`, `posting-not-at-post`, `post-unknown`, `post-closed`, and others below.
    """
    if isinstance(command, Register):
        return _register(contact, command)
    contact.known(command.contact)
    if not isinstance(command, Transfer | Remind):
        speaks_for(command.by, contact.post)
    of = contact.about(command.contact, command.at)
    match command:
        case Remind(at=at):
            due = contact.is_active and not contact.reminded and at.date() >= contact.remind_on
            return [ContactFellSilent(**of, silent_since=contact.last_on)] if due else []
        case HandOver(by=None) if not contact.is_active or contact.keeper != command.former:
            return []
        case Merge(into=into):
            if contact.merged_into == into:
                return []
            still_active(contact)
            if into == command.contact:
                raise Refused("contact-merged-with-itself", f"{into} is this contact itself")
            return [ContactMerged(**of, into=into)]
        case Erase():
            if contact.erased:
                return []
            still_active(contact)
            return [ContactErased(**of)]
        case _:
            still_active(contact)
            return _change(contact, of, command)


def _change(
    contact: Contact, of: dict[str, Any], command: Revise | Record | HandOver | Transfer | Share | Absorb
) -> list[ContactEvent]:
    match command:
        case Revise(place=place):
            return [] if place == contact.place else [ContactRevised(**of, **_told(place))]
        case Record():
            return _record(contact, of, command)
        case HandOver(keeper=keeper, because=because):
            if not command.keeper_serves:
                raise Refused("posting-not-at-post", f"no posting {keeper} serves at {contact.post}")
            if keeper == contact.keeper:
                return []
            return [ContactHandedOver(**{**of, "keeper": keeper}, former=contact.keeper, because=because)]
        case Transfer(post=post, post_open=post_open):
            _open(post, post_open)
            moved = ContactTransferred(**{**of, "post": post, "keeper": None}, former=contact.post)
            return [] if post == contact.post else [moved]
        case Share(fit=fit):
            return [] if fit == contact.fit else [ContactSharingDecided(**of, fit=fit)]
        case Absorb(absorbed=absorbed, last_on=day):
            return [] if absorbed in contact.absorbed else [ContactAbsorbed(**of, absorbed=absorbed, last_on=day)]


def _register(contact: Contact, command: Register) -> list[ContactEvent]:
    """Slugs: `contact-already-registered`, `introducer-unknown`."""
    speaks_for(command.by, command.post)
    registered = ContactRegistered(
        contact=command.contact,
        post=command.post,
        keeper=command.keeper,
        at=command.at,
        country=command.country,
        card=command.card,
        introduced_by=command.introduced_by,
        **_told(command.place),
    )
    if contact.registered is not None:
        if contact.registered != registered.model_copy(update={"at": contact.registered.at}):
            raise Refused("contact-already-registered", f"{command.contact} is registered with other particulars")
        return []
    _open(command.post, command.post_open)
    if not command.keeper_serves:
        raise Refused("posting-not-at-post", f"no posting {command.keeper} serves at {command.post}")
    if not command.introducer_known or command.introduced_by == command.contact:
        raise Refused("introducer-unknown", f"there is no other contact {command.introduced_by}")
    return [registered]


def _record(contact: Contact, of: dict[str, Any], command: Record) -> list[ContactEvent]:
    """Slugs: `interaction-in-future`, `interaction-already-recorded`."""
    said = {"kind": command.kind, "held_on": command.held_on, "content": command.content, "priority": command.priority}
    known = contact.interactions.get(command.interaction)
    if known is not None:
        if known.model_dump(include=set(said)) != said:
            raise Refused("interaction-already-recorded", f"{command.interaction} is recorded otherwise")
        return []
    if command.held_on > (command.at + timedelta(days=1)).date():  # it may be tomorrow already where they met
        raise Refused("interaction-in-future", f"{command.held_on} is not over yet")
    return [ContactInteractionRecorded(**of, interaction=command.interaction, **said)]


def speaks_for(by: Speaker | None, post: str) -> None:
    """A post has its own contacts, headquarters all. Slug: `contact-forbidden`."""
    if by is not None and by.role != "hq" and (by.role != "post" or by.post != post):
        raise Refused("contact-forbidden", "this is another post's contact")


def _told(place: Place) -> dict[str, Any]:
    return {
        "force": place.force,
        "level": place.level,
        "remind_after_months": place.remind_after_months,
        "priority": place.priority,
    }


def _open(post: str, post_open: bool | None) -> None:  # noqa: FBT001
    if post_open is None:
        raise Refused("post-unknown", f"there is no post {post}")
    if not post_open:
        raise Refused("post-closed", f"post {post} has closed, or is about to")


CONTACT: Decider[Contact, Command, ContactEvent] = Decider("contact", Contact(), decide, evolve, ContactEvent)
