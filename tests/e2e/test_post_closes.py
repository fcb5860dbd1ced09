"""A post closes, through the whole running house: its open requests for assistance go to whoever covers the country.

Markets are small countries that no other test's post covers.
"""

from typing import Any

import pytest

from liaison.client import Json
from liaison.mailbox import Mailbox, text
from tests.conftest import Eventually
from tests.e2e.desk import Desk
from tests.e2e.requests import ENDS_ON, STARTS_ON, day, opening, position, proposal

pytestmark = pytest.mark.real


async def filed(desk: Desk, market: str) -> tuple[str, dict[str, Any]]:
    """A request of a company of this desk, and who the company is to the services."""
    company = (await desk.done("POST", "delegations", "/companies", json={"name": f"Acme {desk.tag}"}))["id"]
    request = desk.id(f"r-{market.lower()}")
    by: dict[str, Any] = {"role": "company", "scope": {"company": company}}
    about = {"id": request, "company": company, "market": market, "sector": "Drones", "product": "Drone"}
    await desk.done("POST", "delegations", "/assistance-requests", json={**about, "question": "Who?"}, **by)
    return request, by


async def is_with(
    desk: Desk, eventually: Eventually, request: str, by: dict[str, Any], holder: Json | None = None, **expected: Any
) -> Json:
    """The request as its company sees it, once it is like this, and in the hands of `holder` where that is given."""
    path = f"/assistance-requests/{request}"
    expected |= {"desk": holder} if holder else {}

    async def so() -> bool:
        response = await desk.send("GET", "delegations", path, **by)
        return response.is_success and expected.items() <= response.json().items()

    await eventually(so)
    return await desk.done("GET", "delegations", path, **by)


async def told_of(desk: Desk, request: str) -> dict[str, str]:
    """What each address has been told about the request."""
    mailbox = Mailbox(desk.http, desk.at.mail)
    read = [await mailbox.read(mail) for mails in (await mailbox.by_delivery()).values() for mail in mails]
    return {str(mail["To"]): f"{mail['Subject']}\n{text(mail)}" for mail in read if request in str(mail["Subject"])}


async def test_a_post_that_closes_hands_its_open_requests_over_and_the_new_desk_is_told(
    desk: Desk, eventually: Eventually
) -> None:
    closing, staying = desk.id("closing"), desk.id("staying")
    await desk.done("POST", "postings", "/posts", json=opening(closing) | {"country": "BB"})
    request, company = await filed(desk, "BB")
    await is_with(desk, eventually, request, company, {"kind": "post", "id": closing})
    await desk.done("POST", "postings", "/posts", json=opening(staying) | {"country": "GD", "accredited": ["BB"]})
    accepting = f"/assistance-requests/{request}/accept"
    await desk.done("POST", "delegations", accepting, role="post", scope={"post": closing}, json={})
    await desk.done("POST", "postings", f"/posts/{closing}/close", json={"closed_on": "2026-12-31"})
    new = {"kind": "post", "id": staying}
    seen = await is_with(desk, eventually, request, company, new, status="routed", because="accreditation")
    assert seen["open"]
    refused = await desk.refused("POST", "delegations", accepting, "post", scope={"post": closing}, json={})
    assert refused == (403, "desk-forbidden")
    await desk.done("POST", "delegations", accepting, role="post", scope={"post": staying}, json={})

    async def new_desk_is_told() -> bool:
        return f"post@{staying}.example" in await told_of(desk, request)

    await eventually(new_desk_is_told)
    assert "handed over" in (await told_of(desk, request))[f"post@{staying}.example"]
    await is_with(desk, eventually, request, company, new, status="accepted")
    hosting = await desk.refused("POST", "delegations", "/days", "partnerships", json=day(desk.id("day"), closing))
    assert hosting == (409, "post-closed")


async def test_without_another_post_headquarters_have_it_and_new_requests_too(
    desk: Desk, eventually: Eventually
) -> None:
    only = desk.id("only")
    await desk.done("POST", "postings", "/posts", json=opening(only) | {"country": "LC"})
    request, company = await filed(desk, "LC")
    await is_with(desk, eventually, request, company, {"kind": "post", "id": only})
    await desk.done("POST", "postings", f"/posts/{only}/close", json={"closed_on": "2026-12-31"})
    await is_with(desk, eventually, request, company, {"kind": "hq", "id": "hq"}, because="uncovered")


async def test_a_posting_that_ends_hands_what_its_officer_has_to_the_post_as_a_whole(
    desk: Desk, eventually: Eventually
) -> None:
    post, officers = desk.id("staffed"), [desk.id("one"), desk.id("two")]
    await desk.done("POST", "postings", "/posts", json=opening(post) | {"country": "VC"})
    for officer in officers:
        await desk.done("PUT", "postings", f"/people/{officer}", json={"name": "Invented"})
        seat = f"{officer}-seat"
        await desk.done("POST", "postings", "/positions", json=position(seat, post) | {"kind": "deputy"})
        await desk.done("POST", "postings", "/postings", json=proposal(f"p-{officer}", seat, officer))
        for directorate in ("police", "gendarmerie"):
            scope = {"directorate": directorate}
            await desk.done("POST", "postings", f"/postings/p-{officer}/approve", role="directorate", scope=scope)
        await desk.done("POST", "postings", f"/postings/p-{officer}/start", json={"started_on": STARTS_ON})
    request, company = await filed(desk, "VC")
    await is_with(desk, eventually, request, company, {"kind": "post", "id": post})

    async def accepted_by_both() -> bool:
        """One after the other, the first officer last, once the service has heard of both postings."""
        by: dict[str, Any] = {"role": "post", "scope": {"post": post}}
        accepting = f"/assistance-requests/{request}/accept"
        taking = [{"posting": f"p-{officer}"} for officer in reversed(officers)]
        return all([(await desk.send("POST", "delegations", accepting, **by, json=one)).is_success for one in taking])

    await eventually(accepted_by_both)
    await desk.done("POST", "postings", f"/postings/p-{officers[0]}/end", json={"ended_on": ENDS_ON})
    seen = await is_with(desk, eventually, request, company, status="routed", because="succession", posting=None)
    assert seen["desk"] == {"kind": "post", "id": post}
