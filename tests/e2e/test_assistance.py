"""Export assistance through the whole running house: three services that only hear of each other by events."""

import re
from typing import Any

import httpx
import pytest

from liaison.mailbox import Mailbox, text
from shared.clock import now
from tests.conftest import Eventually
from tests.e2e.desk import Desk
from tests.e2e.requests import opening

pytestmark = pytest.mark.real

MARKET = "DM"  # which no other test's post covers
LINK = re.compile(r"http\S+/confirmations/\S+")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def mails_to(desk: Desk, address: str) -> list[str]:
    """The texts of all mails to this address, each with its subject in front."""
    mailbox = Mailbox(desk.http, desk.at.mail)
    read = [await mailbox.read(mail) for mails in (await mailbox.by_delivery()).values() for mail in mails]
    return [f"{mail['Subject']}\n{text(mail)}" for mail in read if mail["To"] == address]


async def signed_link(desk: Desk, address: str) -> str | None:
    found = [LINK.search(mail) for mail in await mails_to(desk, address)]
    return next((link.group() for link in found if link), None)


async def test_a_request_finds_its_post_and_its_win_counts_when_the_company_has_signed(
    desk: Desk, eventually: Eventually
) -> None:
    post, person, request = desk.id("post"), desk.id("contact"), desk.id("request")
    address = f"sales@{desk.tag}.example"
    await desk.done("PUT", "delegations", f"/people/{person}", json={"name": "Invented", "mail": address})
    acme = {"name": f"Acme {desk.tag}", "contact": person}
    company = (await desk.done("POST", "delegations", "/companies", json=acme))["id"]
    about = {"id": request, "company": company, "market": MARKET, "sector": "Drones", "product": "Secret drone"}
    asked = {**about, "question": "Who buys?", "confidentiality": "restricted"}
    as_company: dict[str, Any] = {"role": "company", "scope": {"company": company}}
    as_post: dict[str, Any] = {"role": "post", "scope": {"post": post}}
    await desk.done("POST", "delegations", "/assistance-requests", json=asked, **as_company)
    await desk.done("POST", "postings", "/posts", json=opening(post) | {"country": MARKET})
    path = f"/assistance-requests/{request}"

    async def routed() -> bool:
        response = await desk.send("GET", "delegations", path, **as_company)
        return response.is_success and response.json()["desk"] == {"kind": "post", "id": post}

    await eventually(routed)
    await desk.done("POST", "delegations", f"{path}/accept", json={}, **as_post)
    await desk.done("POST", "delegations", f"{path}/answer", json={"answer": "The police."}, **as_post)
    win = {"id": "w1", "product": "Secret drone", "reached_on": now().date().isoformat(), "amount": 12_000}
    await desk.done("POST", "delegations", f"{path}/wins", json=win, **as_post)

    async def asked_to_sign() -> bool:
        return await signed_link(desk, address) is not None

    await eventually(asked_to_sign)
    url = str(await signed_link(desk, address))
    shown = await desk.http.get(url)
    assert "Secret drone" in shown.text
    for _ in range(2):
        assert (await desk.http.post(url, content="answer=signed", headers=FORM)).status_code == httpx.codes.OK

    async def counted() -> bool:
        page = await desk.done("GET", "delegations", "/assistance-statistics", params={"market": MARKET, "post": post})
        return [(one["answered"], one["won"], one["amount"]) for one in page["items"]] == [(1, 1, 12_000)]

    await eventually(counted)

    async def sent() -> list[str]:
        return [*await mails_to(desk, address), *await mails_to(desk, f"post@{post}.example")]

    async def all_told() -> bool:
        """The post of its request and of the signature; the company of the progress, twice, and that it may sign."""
        return len(await sent()) == 5

    await eventually(all_told)
    told = await sent()
    assert [mail for mail in told if request not in mail] == []
    assert not any(word in mail for mail in told for word in ("Secret", "Who buys", "The police"))
