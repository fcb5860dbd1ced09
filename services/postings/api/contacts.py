"""Contacts over HTTP: a post's own, registered, revised, handed on, merged; who they are is in their cards."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import EmailStr, Field

from services.postings.api.bodies import Body, LongProse
from services.postings.api.information_charge import serves_at
from services.postings.api.references import known_priority
from services.postings.api.sealing import Seal
from services.postings.api.speakers import own_post, own_side, speaker
from services.postings.domain.contact import CONTACT
from services.postings.domain.contact_commands import HandOver, Register, Revise, Share, Transfer
from services.postings.domain.known_contact import Contact, Place
from services.postings.domain.post import POST
from services.postings.views.contacts import CONTACTS
from shared.clock import now
from shared.contracts.postings.contact import ContactForce, ContactLevel
from shared.eventing.store import Store, Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.reading import Page, Read
from shared.http.types import Country, Id, LanguageCode, Text

router = APIRouter(prefix="/contacts", tags=["contacts"])

Owner = Annotated[Caller, allow("hq", "post")]
Reader = Annotated[Caller, allow("hq", "post", "auditor")]
Trust = Literal["proven", "good", "untested", "doubtful"]


class Card(Body):
    """Who the contact is: a private record, erased with the contact. `languages` are ISO 639-1, spoken best first."""

    name: Text
    function: Text
    organisation: Text
    languages: tuple[LanguageCode, ...] = ()
    trust: Trust = "untested"
    mail: EmailStr | None = None
    phone: Text | None = None
    notes: LongProse | None = None


class Standing(Body):
    """What the contact is in its own service; the post is reminded of it after so many months of silence."""

    force: ContactForce
    level: ContactLevel
    remind_after_months: int = Field(6, ge=1, le=60)
    priority: Id | None = None

    @property
    def place(self) -> Place:
        """As the rules know it."""
        return Place(self.force, self.level, self.remind_after_months, self.priority)


class NewContact(Card, Standing):
    """With its card; `keeper` is the posting whose officer keeps it, `introduced_by` the contact that introduced it."""

    id: Id
    post: Id
    country: Country
    keeper: Id | None = None
    introduced_by: Id | None = None

    @property
    def card(self) -> dict[str, Any]:
        """Who the contact is, as the private record has it."""
        return self.model_dump(mode="json", include=set(Card.model_fields))


class Keeper(Body):
    posting: Id | None = None


class NewPost(Body):
    post: Id


class Sharing(Body):
    """Whether companies may be told of the contact."""

    fit: bool


@router.post("", status_code=201)
async def register_contact(request: Request, body: NewContact, caller: Owner, write: Write) -> Receipt:
    """Register a contact of a post with its card; the same again changes nothing."""
    await known_priority(request, body.priority, (body.country,))
    post, _ = await _store(request).load(POST, body.post)
    introducer = await _known(request, body.introduced_by)
    serves = body.keeper is None or await serves_at(request, body.keeper, body.post)

    def command(card: str) -> Register:
        return Register(
            body.id,
            speaker(caller),
            body.post,
            body.country,
            body.place,
            card,
            now(),
            None if post.opened is None else post.is_open,
            body.keeper,
            body.introduced_by,
            serves,
            introducer,
        )

    def known(contact: Contact) -> str | None:
        return contact.registered.card if contact.registered else None

    cards: Seal[Contact] = request.app.state.cards
    return await cards.say(body.id, known, body.card, command, write)


@router.post("/{id}/revise")
async def revise_contact(request: Request, id: Id, body: Standing, caller: Owner, write: Write) -> Receipt:
    """Say what the contact is in its service by now, and when to remind of it."""
    contact, _ = await _store(request).load(CONTACT, id)
    if contact.place is None or contact.place.priority != body.priority:  # one that it serves already stays
        await known_priority(request, body.priority, contact.countries)
    return await write(Task(CONTACT, id, Revise(id, speaker(caller), body.place, now())))


@router.post("/{id}/hand-over")
async def hand_over_contact(request: Request, id: Id, body: Keeper, caller: Owner, write: Write) -> Receipt:
    """Give the contact into an officer's hands; their successor follows when the tenure ends."""
    contact, _ = await _store(request).load(CONTACT, id)
    serves = body.posting is None or await serves_at(request, body.posting, contact.post)
    command = HandOver(id, speaker(caller), body.posting, "decision", now(), keeper_serves=serves)
    return await write(Task(CONTACT, id, command))


@router.post("/{id}/transfer", dependencies=[allow("hq")])
async def transfer_contact(request: Request, id: Id, body: NewPost, write: Write) -> Receipt:
    """Give the contact to another post, as when one closes; the former one reads nothing of it any more."""
    post, _ = await _store(request).load(POST, body.post)
    post_open = None if post.opened is None else post.is_open
    return await write(Task(CONTACT, id, Transfer(id, body.post, now(), post_open)))


@router.post("/{id}/share")
async def share_contact(id: Id, body: Sharing, caller: Owner, write: Write) -> Receipt:
    """Say whether companies may be told of the contact."""
    return await write(Task(CONTACT, id, Share(id, speaker(caller), body.fit, now())))


@router.get("")
async def list_contacts(
    caller: Reader,
    read: Read,
    post: Id | None = None,
    keeper: Id | None = None,
    force: ContactForce | None = None,
    level: ContactLevel | None = None,
    priority: Id | None = None,
) -> Page:
    """The contacts of the caller's post, or all, but for merged and erased ones; each condition narrows the list."""
    given = {"keeper": keeper, "force": force, "level": level, "priority": priority}
    wanted = {name: value for name, value in given.items() if value is not None}
    return await read.page(CONTACTS, {"active": True} | wanted | own_side(caller, post))


@router.get("/silent")
async def list_silent_contacts(caller: Reader, read: Read, post: Id | None = None) -> Page:
    """The contacts that nobody has heard of for longer than agreed, the longest due first."""
    silent = {"active": True, "remind_on": {"$lte": now().date().isoformat()}}
    return await read.page(CONTACTS, silent | own_side(caller, post), by="remind_on")


@router.get("/shareable")
async def list_shareable_contacts(
    read: Read, _: Annotated[Caller, allow("hq", "post", "partnerships")], country: Country | None = None
) -> Page:
    """The contacts of all posts that companies may be told of, in all countries or one."""
    found = await read.page(CONTACTS, {"fit": True} | ({"country": country} if country else {}))
    told = ("id", "post", "country", "force", "level")
    return found.model_copy(update={"items": [{name: one[name] for name in told} for one in found.items]})


@router.get("/{id}")
async def get_contact(id: Id, caller: Reader, read: Read) -> dict[str, Any]:
    """One contact, without who it is."""
    found = await read.one(CONTACTS, id, stream=CONTACT.stream(id))
    own_post(caller, found["post"])
    return found


async def _known(request: Request, contact: str | None) -> bool:
    """Whether there is this contact, or none is named."""
    if contact is None:
        return True
    known, _ = await _store(request).load(CONTACT, contact)
    return known.is_active


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store
