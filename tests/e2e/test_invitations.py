"""An invitation through the whole running house: mailed with its link, opened as a page, answered, accredited."""

import re

import httpx
import pytest

from liaison.mailbox import Mailbox, text
from tests.conftest import Eventually
from tests.e2e.desk import Desk
from tests.e2e.requests import fair, visit

pytestmark = pytest.mark.real

LINK = re.compile(r"http\S+/invitations/\S+/page")


async def mails_to(desk: Desk, address: str) -> list[str]:
    mailbox = Mailbox(desk.http, desk.at.mail)
    read = [await mailbox.read(mail) for mails in (await mailbox.by_delivery()).values() for mail in mails]
    return [f"{mail['Subject']}\n{text(mail)}" for mail in read if mail["To"] == address]


async def test_a_guest_is_mailed_a_link_registers_by_it_and_fills_in_the_second_form_once_accredited(
    desk: Desk, eventually: Eventually
) -> None:
    expo, delegation, head = desk.id("fair"), desk.id("peru"), desk.id("head")
    address = f"ines@{desk.tag}.example"
    await desk.done("PUT", "delegations", f"/people/{head}", json={"name": "Head", "mail": f"head@{desk.tag}.example"})
    await desk.done("POST", "delegations", "/fairs", json=fair(expo))
    registration = visit(delegation, expo, head)
    await desk.done("POST", "delegations", "/delegations", role="partnerships", json=registration)
    await desk.done("POST", "delegations", f"/delegations/{delegation}/confirm", role="partnerships")
    guests = f"name;mail;function;language\nInés Invented;{address};member;en\n".encode()
    importing = f"/delegations/{delegation}/invitations/import"
    for _ in range(2):  # the same list again invites nobody twice
        await desk.done("POST", "delegations", importing, content=guests, headers={"Content-Type": "text/csv"})

    async def mailed(count: int) -> bool:
        return len(await mails_to(desk, address)) == count

    await eventually(lambda: mailed(1))
    [invitation] = await mails_to(desk, address)
    link = LINK.search(invitation)
    assert link, invitation
    assert "Dear Inés Invented" in invitation
    page = await desk.http.get(link.group())
    assert (page.status_code, "Register" in page.text) == (httpx.codes.OK, True)
    noted = await desk.http.post(link.group(), data={"form": "register", "interpreter": "es", "interests": "Drones"})
    assert (noted.status_code, "<form" in noted.text) == (httpx.codes.OK, False)
    members = f"/delegations/{delegation}/members"
    roster = await desk.done("GET", "delegations", members, params={"min_version": 2})
    [(person, member)] = roster["members"].items()
    assert (member["status"], member["interpreter"]) == ("registered", "es")
    await desk.done("POST", "delegations", f"{members}/{person}/submit", role="partnerships")
    await desk.done("POST", "delegations", f"{members}/{person}/accredit", role="partnerships")
    await eventually(lambda: mailed(2))
    [accredited] = [mail for mail in await mails_to(desk, address) if "you are accredited" in mail]
    assert link.group() in accredited
    days = {"form": "travel", "arrives_on": "2027-05-03", "leaves_on": "2027-05-07"}
    done = await desk.http.post(link.group(), data=days)
    assert (done.status_code, "3 May 2027" in done.text) == (httpx.codes.OK, True)
