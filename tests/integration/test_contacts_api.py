"""Contacts of posts over HTTP and on real servers: kept private, reminded of, handed on, merged and erased."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest

from services.postings.contact_reminders import contact_reminders
from services.postings.domain.contact import CONTACT
from services.postings.domain.contact_commands import HandOver, Register
from services.postings.domain.handling import Speaker
from services.postings.domain.known_contact import Place
from services.postings.questions import VIEWS
from services.postings.views.contact_interactions import CONTACT_INTERACTIONS
from services.postings.views.contacts import CONTACTS
from services.postings.views.information_requests import INFORMATION_REQUESTS
from services.postings.views.staffing import STAFFING
from shared.clock import now
from shared.eventing.origin import Origin
from shared.eventing.store import Task
from shared.eventing.views import Views
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.exchange_house import Exchange, asked, at_work, problem, read_by_page

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
async def running(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[Exchange]:
    async with at_work(infrastructure, tmp_path_factory.mktemp("issuer"), eventually) as client:
        yield client


@pytest.fixture
def house(running: Exchange) -> Exchange:
    """With a tag of its own, so that tests do not meet."""
    return Exchange(running.client, running.home, running.service, running.wait)


CARD = {
    "name": "Invented Commander", "function": "Head", "organisation": "Narcotics", "languages": ["es"], "trust": "good",
    "mail": "head@narcotics.example",
}  # fmt: skip
SAID = "We spoke of the port."


async def registered(house: Exchange, post: str, name: str = "k", card: Any = CARD, **more: Any) -> str:
    """A contact of the post."""
    about = {"id": house.id(name), "post": post, "country": "PE", "force": "police", "level": "operational"}
    await house.done("POST", "/contacts", "post", post, json={**about, **card, **more})
    return str(about["id"])


async def met(house: Exchange, contact: str, post: str, id: str = "i1", held_on: str = "2026-01-10") -> dict[str, Any]:
    """An interaction with the contact."""
    body = {"id": id, "kind": "meeting", "held_on": held_on, "summary": SAID}
    return await house.done("POST", f"/contacts/{contact}/interactions", "post", post, json=body)


async def test_a_contact_is_met_read_by_few_and_erased_with_all_that_is_private(house: Exchange) -> None:
    post = await house.open_post()
    contact = await registered(house, post)
    path = f"/contacts/{contact}"
    await met(house, contact, post)
    receipt = await met(house, contact, post)
    shown = await house.seen(path, receipt["version"], "post", post)
    assert (shown["interactions"], shown["level"], "Commander" in str(shown)) == (1, "operational", False)
    card = await house.done("GET", f"{path}/card", "post", post)
    assert (card["name"], card["trust"]) == ("Invented Commander", "good")
    for other in (("post", "elsewhere"), ("partnerships",)):
        assert problem(await house.send("GET", f"{path}/card", *other)) == (403, "contact-forbidden")
    assert (await house.done("POST", f"{path}/share", "post", post, json={"fit": True}))["version"] == 3
    told = await house.done("GET", f"{path}/card", "partnerships")
    assert (set(told), told["name"]) == ({"id", "name", "function", "organisation", "mail"}, "Invented Commander")
    summary = await house.done("GET", f"{path}/interactions/i1/summary", "post", post)
    assert summary["summary"] == SAID
    page = await house.done("GET", "/readings", params={"about": contact})
    assert [(one["part"], one["role"], one["granted"]) for one in page["items"]] == [
        ("i1", "post", True),
        ("card", "partnerships", True),
        ("card", "partnerships", False),
        ("card", "post", False),
        ("card", "post", True),
    ]
    await house.done("PUT", f"{path}/card", "post", post, json=CARD | {"name": "Another Name"})
    assert (await house.done("GET", f"{path}/card"))["name"] == "Another Name"
    await house.done("POST", f"{path}/erase", "post", post)
    for part in ("card", "interactions/i1/summary"):
        assert problem(await house.send("GET", f"{path}/{part}")) == (404, "content-unknown")
    assert problem(await house.send("PUT", f"{path}/card", json=CARD)) == (409, "contact-erased")
    private = house.service.mongo["contact_records"]
    left = [one["record"] async for one in private.find() if "Another Name" in str(one)]
    assert left == []


async def test_a_duplicate_goes_on_under_the_other_id_with_one_card_and_all_interactions(house: Exchange) -> None:
    post = await house.open_post()
    poor = {name: CARD[name] for name in ("name", "function", "organisation")}
    kept, double = await registered(house, post, "k1", card=poor), await registered(house, post, "k2")
    await met(house, kept, post)
    await met(house, double, post, "i2", "2026-02-10")
    await house.done("POST", f"/contacts/{double}/merge", "post", post, json={"into": kept})
    await house.done("POST", f"/contacts/{double}/merge", "post", post, json={"into": kept})
    assert (await house.done("GET", f"/contacts/{kept}/card"))["mail"] == CARD["mail"]
    assert problem(await house.send("GET", f"/contacts/{double}/card")) == (404, "content-unknown")

    async def both() -> bool:
        page = await house.done("GET", f"/contacts/{kept}/interactions", "post", post)
        return [one["held_on"] for one in page["items"]] == ["2026-02-10", "2026-01-10"]

    await house.wait(both)
    everything = await house.done("GET", "/contact-interactions", "post", post, params={"kind": "meeting"})
    assert [one["contact"] for one in everything["items"]] == [double, kept]
    page = await house.done("GET", f"/contacts/{kept}/interactions", "post", post, params={"limit": 1})
    rest = await house.done("GET", f"/contacts/{kept}/interactions", params={"after": page["next"]})
    assert [one["interaction"] for one in page["items"] + rest["items"]] == ["i2", "i1"]
    itself = await house.send("POST", f"/contacts/{kept}/merge", json={"into": kept})
    assert problem(itself) == (409, "contact-merged-with-itself")
    await house.done("POST", f"/contacts/{kept}/erase")
    gone = await house.send("GET", f"/contacts/{double}/interactions/i2/summary")
    assert problem(gone) == (404, "content-unknown")


async def test_who_was_silent_for_too_long_is_listed_and_reminded_of(house: Exchange) -> None:
    post = await house.open_post()
    fresh, old, long_ago = await registered(house, post, "fresh"), house.id("old"), now() - timedelta(days=400)
    place, by = Place("police", "operational", 6, None), Speaker("hq-desk", "hq")
    command = Register(old, by, post, "PE", place, "no-card", long_ago, post_open=True)
    await house.service.store.execute(Task(CONTACT, old, command), origin=Origin("the past"))
    await house.becomes(CONTACTS, old, last_on=long_ago.date().isoformat())
    await house.becomes(CONTACTS, fresh, watched=True)
    silent = await house.done("GET", "/contacts/silent", "post", post)
    assert [one["id"] for one in silent["items"]] == [old]
    await contact_reminders(house.service.store, Views(house.service.mongo, VIEWS)).look(now())
    await house.becomes(CONTACTS, old, watched=False, silent_since=long_ago.date().isoformat())
    await met(house, old, post, held_on=now().date().isoformat())
    await house.becomes(CONTACTS, old, watched=True, silent_since=None)


async def test_what_an_officer_had_in_hand_goes_to_the_successor_and_then_to_the_head(house: Exchange) -> None:
    post = await house.open_post()
    position = await house.position(post)
    boss = await house.posting("boss", await house.position(post, "associate", "head"), "2020-03-01")
    morel = await house.posting("morel", position, "2020-03-01")
    contact, request = await registered(house, post, keeper=morel), await asked(house, post)
    await house.done("POST", f"/information-requests/{request}/assign", "post", post, json={"posting": morel})
    await house.becomes(INFORMATION_REQUESTS, request, posting=morel)
    await house.becomes(CONTACTS, contact, keeper=morel)
    handover = await house.done("GET", f"/posts/{post}/handover", "post", post, params={"posting": morel})
    assert [one["id"] for one in handover["information_requests"] + handover["contacts"]] == [request, contact]
    petit = await house.posting("petit", position, "2021-06-01")
    await house.becomes(CONTACTS, contact, keeper=petit)
    await house.becomes(INFORMATION_REQUESTS, request, posting=petit)
    curtailment = {"last_day": "2021-07-01", "reason": "medical"}
    await house.done("POST", f"/postings/{petit}/curtail", json=curtailment)
    await house.becomes(CONTACTS, contact, keeper=boss)
    await house.becomes(INFORMATION_REQUESTS, request, posting=boss)
    late = await house.send("POST", f"/contacts/{contact}/hand-over", "post", post, json={"posting": petit})
    assert problem(late) == (409, "posting-not-at-post")
    assert problem(await house.send("GET", f"/posts/{post}/handover", "post", "elsewhere")) == (403, "forbidden")


async def test_what_comes_into_the_hands_of_somebody_who_has_left_passes_on_at_once(house: Exchange) -> None:
    post = await house.open_post()
    boss = await house.posting("boss", await house.position(post, "associate", "head"), "2020-03-01")
    morel = await house.posting("morel", await house.position(post), "2020-03-01")
    contact = await registered(house, post, keeper=boss)
    await house.done("POST", f"/postings/{morel}/end", json={"ended_on": "2021-07-01"})
    command = HandOver(contact, None, morel, "decision", now(), former=boss)  # as if decided just before
    await house.service.store.execute(Task(CONTACT, contact, command), origin=Origin("a race"))

    async def passed_on() -> bool:
        known, version = await house.service.store.load(CONTACT, contact)
        return (known.keeper, version) == (boss, 3)

    await house.wait(passed_on)


async def test_contacts_of_a_post_that_closes_go_to_its_head(house: Exchange) -> None:
    post = await house.open_post()
    boss = await house.posting("boss", await house.position(post, "associate", "head"), "2020-03-01")
    contact = await registered(house, post)
    await house.becomes(STAFFING, post, heads=[house.id("head")])

    async def serving() -> bool:
        return boss in (await house.becomes(STAFFING, post))["tenures"]

    await house.wait(serving)
    await house.becomes(CONTACTS, contact, keeper=None)
    await house.done("POST", f"/posts/{post}/close", json={"closed_on": "2027-01-01"})
    await house.becomes(CONTACTS, contact, keeper=boss)
    other = await house.open_post("quito", "EC")
    await house.done("POST", f"/contacts/{contact}/transfer", json={"post": other})
    await house.becomes(CONTACTS, contact, post=other, keeper=None)


@pytest.mark.parametrize("mongo", ["motor"], indirect=True)
async def test_the_first_pages_of_contacts_and_interactions_are_read_from_an_index(mongo: Mongo) -> None:
    for view in (CONTACTS, CONTACT_INTERACTIONS):
        await Views(mongo, (view,)).prepare()
    days = [(date(2020, 1, 1) + timedelta(days=n)).isoformat() for n in range(2000)]
    await mongo["contacts"].insert_many(
        {"_id": f"k{n}", "post": f"p{n % 20}", "active": True, "remind_on": day} for n, day in enumerate(days)
    )
    await mongo["contact_interactions"].insert_many(
        {"_id": f"k{n % 20}/{n}", "contact": f"k{n % 20}", "post": f"p{n % 20}", "held_on": day}
        for n, day in enumerate(days)
    )
    contacts, interactions = Views(mongo, (CONTACTS,)), Views(mongo, (CONTACT_INTERACTIONS,))
    due = {"remind_on": {"$lte": days[-1]}}
    for own in ({"post": "p1"}, {}):
        assert await read_by_page(mongo, contacts, {"active": True, **own}, None) <= 11
        assert await read_by_page(mongo, contacts, {"active": True, **due, **own}, "remind_on") <= 11
    assert await read_by_page(mongo, interactions, {"post": "p1"}, "-held_on") <= 11
    assert await read_by_page(mongo, interactions, {}, "-held_on") <= 11
    assert await read_by_page(mongo, interactions, {"contact": {"$in": ["k1"]}}, "-held_on") <= 11
    assert await read_by_page(mongo, interactions, {"contact": {"$in": ["k1", "k2"]}}, "-held_on") <= 22
