"""What is private about contacts, over HTTP: cards, interactions, merging, erasure; each reading is recorded."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel

from services.postings.api.bodies import Body, LongProse
from services.postings.api.contacts import Card, Owner, Reader
from services.postings.api.references import known_priority
from services.postings.api.sealing import Seal
from services.postings.api.speakers import own_post, speaker
from services.postings.domain.contact import CONTACT, speaks_for
from services.postings.domain.contact_commands import Absorb, Erase, Merge, Record
from services.postings.domain.known_contact import Contact, still_active
from services.postings.readings import Reading, Readings
from services.postings.views.contact_interactions import CONTACT_INTERACTIONS
from shared.clock import now
from shared.contracts.postings.contact import InteractionKind
from shared.eventing.decider import Refused
from shared.eventing.store import Store, Task
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Page, Read
from shared.http.types import Id

router = APIRouter(prefix="/contacts/{id}", tags=["contacts"])

CARD = "card"
TOLD = ("name", "function", "organisation", "mail")  # of a contact that is fit for sharing
CardReader = Annotated[Caller, allow("hq", "post", "partnerships")]


class NewInteraction(Body):
    """`summary` is a private record, erased with the contact."""

    id: Id
    kind: InteractionKind
    held_on: date
    summary: LongProse
    priority: Id | None = None


class Summary(BaseModel):
    """What was said at an interaction."""

    interaction: str
    held_on: date
    kind: InteractionKind
    summary: str


class Merging(Body):
    """The contact that goes on in place of this one."""

    into: Id


@router.get("/card")
async def read_card(request: Request, id: Id, caller: CardReader) -> dict[str, Any]:
    """Read who a contact is, which is recorded; the Partnerships Office only what companies may be told."""
    contact = await _contact(request, id)
    shared = caller.role == "partnerships"
    granted = contact.fit if shared else caller.role == "hq" or caller.post == contact.post
    card = await _read(request, contact, id, CARD, caller, contact.known(id).card, granted=granted)
    return {"id": id, **({name: card[name] for name in TOLD} if shared else card)}


@router.put("/card")
async def put_card(request: Request, id: Id, body: Card, caller: Owner, write: Write) -> Receipt:
    """Keep this card in place of the former one, of which nothing stays."""
    if write.expected is not None:
        raise Problem(400, "if-match-not-supported", "a card is replaced whole: If-Match is not supported here")
    contact = await _contact(request, id)
    speaks_for(speaker(caller), contact.post)
    still_active(contact)
    cards = _cards(request)
    await cards.contents.keep(contact.known(id).card, body.model_dump(mode="json"))
    now_, version = await _store(request).load(CONTACT, id)
    if now_.erased:  # meanwhile
        await _forget(request, id)
        still_active(now_)
    return write.receipt(id, version)


@router.post("/interactions", status_code=201)
async def record_interaction(request: Request, id: Id, body: NewInteraction, caller: Owner, write: Write) -> Receipt:
    """Record that the contact was met or spoken to; the same again changes nothing."""
    contact, _ = await _store(request).load(CONTACT, id)
    await known_priority(request, body.priority, contact.countries)

    def command(content: str) -> Record:
        return Record(id, speaker(caller), body.id, body.kind, body.held_on, content, now(), body.priority)

    def known(contact: Contact) -> str | None:
        return contact.interactions[body.id].content if body.id in contact.interactions else None

    return await _cards(request).say(id, known, {"summary": body.summary}, command, write)


@router.get("/interactions")
async def list_interactions(request: Request, id: Id, caller: Reader, read: Read) -> Page:
    """When the contact was met or spoken to, the latest first, also under ids that were merged into it."""
    contact = await _contact(request, id)
    own_post(caller, contact.post)
    ids = [id, *await _absorbed(request, contact)]
    return await read.page(CONTACT_INTERACTIONS, {"contact": {"$in": ids}}, by="-held_on")


@router.get("/interactions/{interaction}/summary")
async def read_summary(request: Request, id: Id, interaction: Id, caller: Owner) -> Summary:
    """Read what was said at an interaction, which is recorded."""
    contact = await _contact(request, id)
    found = contact.interactions.get(interaction)
    if found is None:
        raise Refused("interaction-unknown", f"contact {id} has no interaction {interaction}")
    granted = caller.role == "hq" or caller.post == contact.post
    record = await _read(request, contact, id, interaction, caller, found.content, granted=granted)
    return Summary(interaction=interaction, held_on=found.held_on, kind=found.kind, summary=record["summary"])


@router.post("/merge")
async def merge_contact(request: Request, id: Id, body: Merging, caller: Owner, write: Write) -> Receipt:
    """Say that the contact is the same as another, which goes on; that one's card stands, and takes what it lacked."""
    by, at = speaker(caller), now()
    contact, version = await _store(request).load(CONTACT, id)
    if body.into == id:  # the store takes each stream once; the rule refuses it
        return await write(Task(CONTACT, id, Merge(id, by, id, at)))
    absorb = Task(CONTACT, body.into, Absorb(body.into, by, id, contact.last_on, at))
    receipt = await write(Task(CONTACT, id, Merge(id, by, body.into, at), expected=version), absorb)
    await _one_card(request, contact, body.into)
    return receipt


@router.post("/erase")
async def erase_contact(request: Request, id: Id, caller: Owner, write: Write) -> Receipt:
    """Erase a contact for good: its card, what was said, and the same of what it has absorbed."""
    receipt = await write(Task(CONTACT, id, Erase(id, speaker(caller), now())))
    await _forget(request, id)  # sent again where this was cut off
    return receipt


async def _contact(request: Request, id: str) -> Contact:
    """Slug: `contact-unknown`."""
    contact, _ = await _store(request).load(CONTACT, id)
    contact.known(id)
    return contact


async def _read(
    request: Request, contact: Contact, id: str, part: str, caller: Caller, content: str, *, granted: bool
) -> Mapping[str, Any]:
    """A private record, once its reading is recorded. Slugs: `content-unknown` where erased, `contact-forbidden`."""
    record = None if contact.erased else await _cards(request).contents.get(content)
    if record is None:
        raise Refused("content-unknown", f"there is no {part} to read")
    readings: Readings = request.app.state.readings
    await readings.note(Reading("contact", id, part, speaker(caller), granted, now(), request.state.correlation))
    if not granted:
        raise Refused("contact-forbidden", "this is another post's contact, or one that is not to be shared")
    return record


async def _one_card(request: Request, duplicate: Contact, into: str) -> None:
    """What the contact that goes on knows of itself stands; what it lacks it takes over, and the other card goes."""
    other = duplicate.known("").card
    cards, kept = _cards(request).contents, (await _contact(request, into)).known(into).card
    found = await cards.among([kept, other])
    if kept in found and other in found:
        await cards.keep(kept, {name: value or found[other][name] for name, value in found[kept].items()})
    await cards.erase([other])


async def _absorbed(request: Request, contact: Contact) -> list[str]:
    """Every id that was merged into the contact, however indirectly."""
    found = list(contact.absorbed)
    for id in found:  # which grows while it is walked through
        found += [other for other in (await _contact(request, id)).absorbed if other not in found]
    return found


async def _forget(request: Request, id: str) -> None:
    contact = await _contact(request, id)
    for one in [contact, *[await _contact(request, other) for other in await _absorbed(request, contact)]]:
        await _cards(request).contents.erase(one.contents)


def _cards(request: Request) -> Seal[Contact]:
    cards: Seal[Contact] = request.app.state.cards
    return cards


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store
