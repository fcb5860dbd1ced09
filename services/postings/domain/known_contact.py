"""A contact as its history has made it: whose it is, when it was last heard of, what has become of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from services.postings.domain.silence import months_after
from shared.contracts.postings.contact import (
    ContactAbsorbed,
    ContactErased,
    ContactEvent,
    ContactFellSilent,
    ContactForce,
    ContactHandedOver,
    ContactInteractionRecorded,
    ContactLevel,
    ContactMerged,
    ContactRegistered,
    ContactRevised,
    ContactSharingDecided,
    ContactTransferred,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True, slots=True)
class Place:
    """What the contact is in its own service, and how long it may be silent."""

    force: ContactForce
    level: ContactLevel
    remind_after_months: int
    priority: str | None


@dataclass(frozen=True)
class Contact:
    """`last_on` is the day it was last heard of, or registered where no word is recorded; `absorbed` are the ids that
    were merged into it.
    """

    registered: ContactRegistered | None = None
    post: str = ""
    keeper: str | None = None
    place: Place | None = None
    last_on: date = date.min
    reminded: bool = False
    fit: bool = False
    interactions: Mapping[str, ContactInteractionRecorded] = field(default_factory=dict)
    absorbed: tuple[str, ...] = ()
    merged_into: str | None = None
    erased: bool = False

    @property
    def contents(self) -> list[str]:
        """The ids of its private records: the card, and what was said at each interaction."""
        card = [self.registered.card] if self.registered else []
        return [*card, *(one.content for one in self.interactions.values())]

    @property
    def remind_on(self) -> date:
        """The day from which on it has been silent for too long."""
        return months_after(self.last_on, self.place.remind_after_months if self.place else 0)

    @property
    def is_active(self) -> bool:
        """Whether somebody is to stay in touch with it."""
        return self.registered is not None and self.merged_into is None and not self.erased

    def known(self, contact: str) -> ContactRegistered:
        """How it was registered. Slug: `contact-unknown`."""
        if self.registered is None:
            raise Refused("contact-unknown", f"there is no contact {contact}")
        return self.registered

    def about(self, contact: str, at: datetime) -> dict[str, Any]:
        """What each event of it repeats, as it is now."""
        return {"contact": contact, "post": self.post, "keeper": self.keeper, "at": at}


def still_active(contact: Contact) -> None:
    """Slugs: `contact-merged`, `contact-erased`."""
    if contact.merged_into is not None:
        raise Refused("contact-merged", f"it goes on as {contact.merged_into}")
    if contact.erased:
        raise Refused("contact-erased", "it was erased")


def evolve(contact: Contact, event: ContactEvent) -> Contact:
    match event:
        case ContactRegistered():
            place = Place(event.force, event.level, event.remind_after_months, event.priority)
            known = Contact(registered=event, post=event.post, keeper=event.keeper, place=place)
            return replace(known, last_on=event.at.date())
        case ContactRevised():
            place = Place(event.force, event.level, event.remind_after_months, event.priority)
            return replace(contact, place=place, reminded=False)
        case ContactInteractionRecorded(interaction=id, held_on=day):
            known = _from_before(contact, day) if not contact.interactions and not contact.absorbed else contact
            return _heard(replace(known, interactions={**contact.interactions, id: event}), day)
        case ContactFellSilent():
            return replace(contact, reminded=True)
        case ContactHandedOver(keeper=keeper):
            return replace(contact, keeper=keeper)
        case ContactTransferred(post=post):
            return replace(contact, post=post, keeper=None)
        case ContactSharingDecided(fit=fit):
            return replace(contact, fit=fit)
        case ContactMerged(into=into):
            return replace(contact, merged_into=into)
        case ContactAbsorbed(absorbed=other, last_on=day):
            return _heard(replace(contact, absorbed=(*contact.absorbed, other)), day)
        case ContactErased():
            return replace(contact, erased=True, fit=False)


def _from_before(contact: Contact, day: date) -> Contact:
    """A contact older than its entry here was last heard of when the first word that is recorded came."""
    return replace(contact, last_on=min(day, contact.last_on))


def _heard(contact: Contact, day: date) -> Contact:
    """A later word ends the silence; an older one, written down late, does not."""
    return replace(contact, last_on=day, reminded=False) if day > contact.last_on else contact
