"""The contacts of posts, without who they are: whose they are, when last heard of, when to be reminded of."""

from collections.abc import Iterable
from datetime import date
from typing import get_args

from services.postings.domain.silence import months_after
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
from shared.eventing.view import Document, View

NEW: Document = {
    "active": True,
    "watched": True,
    "fit": False,
    "silent_since": None,
    "interactions": 0,
    "absorbed": [],
    "merged_into": None,
    "erased_at": None,
}
GONE: Document = {"active": False, "watched": False, "fit": False}


def keys(event: ContactEvent) -> Iterable[str]:
    return (event.contact,)


def evolve(document: Document | None, event: ContactEvent) -> Document:
    """`watched` is whether the post is still to be reminded, should the contact stay silent until `remind_on`."""
    contact = (document or NEW) | {"post": event.post, "keeper": event.keeper}
    match event:
        case ContactRegistered(at=at):
            said = event.model_dump(exclude={"type", "contact", "card", "at"})
            return _last_on(contact | said | {"registered_at": at}, at.date())
        case ContactRevised():
            said = event.model_dump(include={"force", "level", "remind_after_months", "priority"})
            return _last_on(contact | said | {"watched": True}, date.fromisoformat(contact["last_on"]))
        case ContactInteractionRecorded(held_on=day):
            known = contact if contact["interactions"] or contact["absorbed"] else _from_before(contact, day)
            return _heard(known | {"interactions": contact["interactions"] + 1}, day)
        case ContactFellSilent(silent_since=day):
            return contact | {"silent_since": day.isoformat(), "watched": False}
        case ContactHandedOver() | ContactTransferred():
            return contact
        case ContactSharingDecided(fit=fit):
            return contact | {"fit": fit}
        case ContactMerged(into=into):
            return contact | GONE | {"merged_into": into}
        case ContactAbsorbed(absorbed=absorbed, last_on=day):
            return _heard(contact | {"absorbed": [*contact["absorbed"], absorbed]}, day)
        case ContactErased(at=at):
            return contact | GONE | {"erased_at": at}


def _from_before(contact: Document, day: date) -> Document:
    return _last_on(contact, min(day, date.fromisoformat(contact["last_on"])))


def _heard(contact: Document, day: date) -> Document:
    if day.isoformat() <= contact["last_on"]:
        return contact
    return _last_on(contact | {"silent_since": None, "watched": True}, day)


def _last_on(contact: Document, day: date) -> Document:
    remind_on = months_after(day, contact["remind_after_months"])
    return contact | {"last_on": day.isoformat(), "remind_on": remind_on.isoformat()}


CONTACTS = View(
    "contacts",
    get_args(ContactEvent),
    keys,
    evolve,
    indexes=(
        ("post", "active", "_id"),
        ("post", "active", "remind_on", "_id"),
        ("active", "_id"),
        ("active", "remind_on", "_id"),
        ("watched", "remind_on"),
        ("keeper", "active"),
        ("priority", "active", "_id"),
        ("fit", "country", "_id"),
        ("fit", "_id"),
    ),
)
