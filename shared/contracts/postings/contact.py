"""What is published of a post's contact in a foreign service: what it is to the post, never who it is.

Name, trust, languages and what was said are private records of the postings service, which no topic carries.
"""

from datetime import date, datetime
from typing import Literal

from shared.contracts.postings.fact import PostingsFact

ContactForce = Literal["police", "gendarmerie", "civil-protection", "other"]
ContactLevel = Literal["head-of-service", "senior", "operational"]
InteractionKind = Literal["meeting", "call", "message", "visit", "event"]
ContactHandover = Literal["decision", "succession", "post-closed"]


class ContactFact(PostingsFact):
    """What each event of a contact repeats: the post that has it, and the posting that `keeps` it, if any does."""

    contact: str
    post: str
    keeper: str | None = None
    at: datetime


class ContactRegistered(ContactFact):
    """A post has a contact in a service of the country; `card` is the private record, `introduced_by` another contact.

    After `remind_after_months` without an interaction the post is reminded of it.
    """

    type: Literal["postings.ContactRegistered"] = "postings.ContactRegistered"
    country: str
    force: ContactForce
    level: ContactLevel
    card: str
    introduced_by: str | None = None
    remind_after_months: int
    priority: str | None = None


class ContactRevised(ContactFact):
    """The contact has another place in its service now, or another interval of reminding."""

    type: Literal["postings.ContactRevised"] = "postings.ContactRevised"
    force: ContactForce
    level: ContactLevel
    remind_after_months: int
    priority: str | None = None


class ContactInteractionRecorded(ContactFact):
    """The post and its contact have met or spoken on this day; `content` is the private record of what about."""

    type: Literal["postings.ContactInteractionRecorded"] = "postings.ContactInteractionRecorded"
    interaction: str
    kind: InteractionKind
    held_on: date
    content: str
    priority: str | None = None


class ContactFellSilent(ContactFact):
    """Nothing has been heard since that day, for longer than agreed."""

    type: Literal["postings.ContactFellSilent"] = "postings.ContactFellSilent"
    silent_since: date


class ContactHandedOver(ContactFact):
    """Another posting keeps the contact now, or none."""

    type: Literal["postings.ContactHandedOver"] = "postings.ContactHandedOver"
    former: str | None = None
    because: ContactHandover


class ContactTransferred(ContactFact):
    """Another post has the contact now; nobody there keeps it yet."""

    type: Literal["postings.ContactTransferred"] = "postings.ContactTransferred"
    former: str


class ContactSharingDecided(ContactFact):
    """Whether the contact may be passed on to companies."""

    type: Literal["postings.ContactSharingDecided"] = "postings.ContactSharingDecided"
    fit: bool


class ContactMerged(ContactFact):
    """It was the same as the contact `into`, under which it goes on."""

    type: Literal["postings.ContactMerged"] = "postings.ContactMerged"
    into: str


class ContactAbsorbed(ContactFact):
    """What was kept as `absorbed` was this one, and has been heard of last on that day."""

    type: Literal["postings.ContactAbsorbed"] = "postings.ContactAbsorbed"
    absorbed: str
    last_on: date


class ContactErased(ContactFact):
    """Everything personal is gone for good, also what was kept under names that it has absorbed."""

    type: Literal["postings.ContactErased"] = "postings.ContactErased"


ContactEvent = (
    ContactRegistered
    | ContactRevised
    | ContactInteractionRecorded
    | ContactFellSilent
    | ContactHandedOver
    | ContactTransferred
    | ContactSharingDecided
    | ContactMerged
    | ContactAbsorbed
    | ContactErased
)
