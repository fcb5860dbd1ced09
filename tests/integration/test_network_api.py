"""The network over HTTP on real servers: heads, what passes on and when, charges, suspended posts, reasons."""

from datetime import timedelta
from typing import Any

import pytest

from services.postings.deadlines import posting_deadlines
from services.postings.questions import VIEWS
from services.postings.views.contacts import CONTACTS
from services.postings.views.information_requests import INFORMATION_REQUESTS
from shared.clock import now
from shared.eventing.views import Views
from tests.integration.exchange_house import Exchange, asked, problem
from tests.integration.test_contacts_api import house, registered, running

pytestmark = pytest.mark.real
__all__ = ["house", "running"]  # fixtures

TODAY = now().date()


def on(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


async def proposed(house: Exchange, name: str, position: str, first: int, *, approved: bool = True) -> str:
    id, officer = house.id(name), house.id(f"o-{name}")
    await house.done("PUT", f"/people/{officer}", json={"name": name})
    days = {"starts_on": on(first), "ends_on": on(first + 700)}
    await house.done("POST", "/postings", json={"posting": id, "position": position, "officer": officer, **days})
    for directorate in ("police", "gendarmerie") if approved else ():
        await house.done("POST", f"/postings/{id}/approve", "directorate", directorate)
    return id


async def start(house: Exchange, posting: str, day: int, overlap: int | None = None) -> Any:
    body = {"started_on": on(day)} | ({"overlap_until": on(overlap)} if overlap else {})
    return await house.send("POST", f"/postings/{posting}/start", json=body)


async def test_a_post_has_one_head_whichever_positions_there_are_for_one(house: Exchange) -> None:
    post = await house.open_post()
    first = await house.position(post, "associate", "first")
    second = await house.position(post, "associate", "second")
    boss = await house.posting("boss", first, on(-200))
    rival = await proposed(house, "rival", second, 3)
    assert problem(await start(house, rival, 3)) == (409, "post-already-headed")
    assert problem(await start(house, rival, 3, 10)) == (409, "overlap-without-predecessor")
    await house.done("POST", f"/postings/{boss}/end", json={"ended_on": on(10)})
    assert problem(await start(house, rival, 3)) == (409, "post-already-headed")
    assert problem(await start(house, rival, 3, 9)) == (409, "post-already-headed")
    receipt = await start(house, rival, 3, 10)
    assert receipt.is_success, receipt.text
    shown = await house.seen(f"/postings/{rival}", receipt.json()["version"])
    assert (shown["predecessor"], shown["overlap_until"]) == (boss, on(10))


async def test_what_an_officer_keeps_stays_with_them_until_the_day_that_was_said_ahead(house: Exchange) -> None:
    post = await house.open_post()
    position = await house.position(post)
    morel = await house.posting("morel", position, on(-300))
    contact, request = await registered(house, post, keeper=morel), await asked(house, post)
    await house.done("POST", f"/information-requests/{request}/assign", "post", post, json={"posting": morel})
    petit = await proposed(house, "petit", position, 2)
    assert (await start(house, petit, 2)).is_success
    await house.seen(f"/postings/{morel}", 2)
    worker = posting_deadlines(house.service.store, Views(house.service.mongo, VIEWS))
    await worker.look(now())
    later = await registered(house, post, "later", keeper=morel)  # who serves until tomorrow
    await house.becomes(CONTACTS, later, keeper=morel)
    await house.becomes(CONTACTS, contact, keeper=morel)
    await worker.look(now() + timedelta(days=2))
    for one in (contact, later):
        await house.becomes(CONTACTS, one, keeper=petit)
    await house.becomes(INFORMATION_REQUESTS, request, posting=petit)


async def test_a_project_has_somebody_in_charge_and_is_in_the_handover(house: Exchange) -> None:
    post = await house.open_post()
    morel = await house.posting("morel", await house.position(post), on(-300))
    agreement = house.id("security")
    about = {"agreement": agreement, "post": post, "country": "PE", "theme": "drugs", "title": "Security"}
    about["opened_on"] = on(-30)
    await house.done("POST", "/agreements", "post", post, json=about)
    charge = {"kind": "agreement", "work": agreement, "posting": morel}

    async def entrusted() -> bool:
        return (await house.send("POST", "/charges", "post", post, json=charge)).is_success

    await house.wait(entrusted)
    assert problem(await house.send("POST", "/charges", "post", "elsewhere", json=charge)) == (403, "forbidden")
    nobody = await house.send("POST", "/charges", "post", post, json=charge | {"posting": "nobody"})
    assert problem(nobody) == (409, "posting-not-at-post")

    async def listed() -> bool:
        mine = await house.done("GET", f"/posts/{post}/handover", "post", post, params={"posting": morel})
        return [one["id"] for one in mine["agreements"]] == [agreement]

    await house.wait(listed)
    whole = await house.done("GET", f"/posts/{post}/handover", "post", post)
    assert [(one["work"], one["posting"]) for one in whole["charges"]] == [(agreement, morel)]
    assert [one["posting"] for one in whole["people"]] == [morel]
    assert whole["suspension"] is None
    await house.done("POST", f"/postings/{morel}/end", json={"ended_on": on(-1)})

    async def passed_on() -> bool:
        """There is no head, and so nobody to pass it to."""
        found = await house.done("GET", f"/posts/{post}/handover", "post", post)
        return bool(found["charges"] == [] and [one["id"] for one in found["agreements"]] == [agreement])

    await house.wait(passed_on)


async def test_the_open_requests_of_a_suspended_post_go_to_the_one_that_was_named(house: Exchange) -> None:
    post, other = await house.open_post("lima"), await house.open_post("quito", "EC")
    morel = await house.posting("morel", await house.position(post), on(-300))
    request = await asked(house, post)
    suspension = {"suspended_on": on(0), "reason": "unrest", "people": "recalled", "work_to": other}
    await house.done("POST", f"/posts/{post}/suspend", json=suspension)
    await house.becomes(INFORMATION_REQUESTS, request, post=other, posting=None)

    async def recalled() -> bool:
        page = await house.done("GET", "/holders", params={"post": post})
        [one] = page["items"]
        return ((one["holder"] or {}).get("posting"), (one["suspension"] or {}).get("people")) == (morel, "recalled")

    await house.wait(recalled)
    before = await house.done("GET", "/holders", params={"post": post, "on": on(-1)})
    assert [one["suspension"] for one in before["items"]] == [None]
    mine = await house.done("GET", f"/posts/{post}/handover", "post", post)
    assert (mine["suspension"]["work_to"], mine["information_requests"]) == (other, [])
    theirs = await house.done("GET", f"/posts/{other}/handover", "post", other)
    assert (theirs["taken_over"], [one["id"] for one in theirs["information_requests"]]) == ([post], [request])


async def test_why_a_posting_does_not_take_place_is_not_for_posts_and_embassies(house: Exchange) -> None:
    post = await house.open_post()
    posting = await proposed(house, "morel", await house.position(post), 30, approved=False)
    refusal = {"reason": "too junior"}
    receipt = await house.done("POST", f"/postings/{posting}/refuse", "directorate", "police", json=refusal)
    whole = await house.seen(f"/postings/{posting}", receipt["version"])
    assert whole["refusal"] == {"directorate": "police", "reason": "too junior"}
    for by in (("post", post), ("embassy",)):
        shown = await house.done("GET", f"/postings/{posting}", *by)
        assert shown["refusal"] == {"directorate": "police", "reason": None}
        listed = await house.done("GET", "/postings", *by, params={"post": post})
        assert [one["refusal"]["reason"] for one in listed["items"]] == [None]


async def test_an_approval_that_nobody_takes_up_lapses(house: Exchange) -> None:
    post = await house.open_post()
    posting = await proposed(house, "morel", await house.position(post), 5)
    await house.seen(f"/postings/{posting}", 4)
    worker = posting_deadlines(house.service.store, Views(house.service.mongo, VIEWS))
    await worker.look(now() + timedelta(days=95))
    assert (await house.seen(f"/postings/{posting}", 4))["status"] == "approved"
    await worker.look(now() + timedelta(days=96))
    assert (await house.seen(f"/postings/{posting}", 5))["status"] == "expired"
    assert problem(await start(house, posting, 5)) == (409, "posting-expired")
